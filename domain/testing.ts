import fc from 'fast-check';

/** Any text at all, lone surrogates included. (fast-check's own `binary` unit takes seconds to build.) */
export const anyText = (maxLength = 60): fc.Arbitrary<string> => fc.string({ unit: fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code)), maxLength });
