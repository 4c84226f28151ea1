/** Something that cannot be compared exactly. It is named in the result. */
export class Undecidable extends Error {}
