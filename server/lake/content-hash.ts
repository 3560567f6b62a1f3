/** SQL for the 64 bits (UBIGINT) that a text adds to its row's `_hash`; null of null. Standard, so that an engine of another year says the same, and the
 *  quickest of the standard ones. It hides nothing: what is personal comes here as a token or salted. */
export const contentHash = (text: string): string => `cast('0x' || left(sha1(${text}), 16) as UBIGINT)`;
