const NOT_ASCII = /[^\0-\x7f]+/g;
const HALF_CHARACTERS = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** A text of a route as HTTP/1.1 carries it, with a character for each byte of UTF-8: `é` becomes `Ã©`. */
export function onTheWire(text: string): string {
  return text.replace(NOT_ASCII, (characters) =>
    encodeURIComponent(characters.replace(HALF_CHARACTERS, '\ufffd')).replace(/%(..)/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    ),
  );
}
