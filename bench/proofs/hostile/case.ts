/** What must become of a bad file. `rows` is accepted plus quarantined: nothing may be lost on the way. */
export type Expect =
  | { refused: string }
  | { waits: true }
  /** a header and no row: a report of nothing, or waiting because last time's list was longer */
  | { empty: true }
  | { accepted: number; quarantined?: number; /** reasons, by code */ because?: string[]; /** rows left out with a reason */ dropped?: number; /** told about the file as a whole */ remarks?: string[] };

/** One bad file. Its name is its path below the sender's folder, and says what is wrong with it. */
export type Case = { name: string; expect: Expect; content?: Buffer | string | (() => Buffer | string | Promise<Buffer | string>); /** Where content does not say it all: links, pipes, folders. */ lay?: (path: string) => void };

export const bad = (name: string, content: NonNullable<Case['content']>, expect: Expect): Case => ({ name, content, expect });
