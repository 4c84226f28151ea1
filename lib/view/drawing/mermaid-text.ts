/** What may not stand in a quoted label as it is, and is written as the number of its character. */
const SPECIAL = /%(?=%)|[^\p{L}\p{N}\p{M} .,:/=()[\]?!'%-]/gu;
/** Characters that cannot be seen, some of which change the order of others. */
const UNSEEN = /[\p{C}\p{Z}]+/gu;
/** What Mermaid takes for the beginning of a list, and for the name of an icon, even if its characters are escaped. */
const LIST = /^(\d+)\.|^-/;
const ICON = /:(?=fa-)/g;

/**
 * Plain text as a line of a Mermaid label between quotes. No character of it can end the label, begin a directive, a
 * comment or markup, or be taken for Markdown.
 */
export function mermaidText(text: string): string {
  return text
    .replace(UNSEEN, ' ')
    .trim()
    .replace(SPECIAL, (character) => `#${character.codePointAt(0)};`)
    .replace(LIST, (beginning, number?: string) =>
      number === undefined ? '#45;' : `${beginning.slice(0, -1)}#46;`,
    )
    .replace(ICON, ':#8288;');
}

/** Text that is longer than a reader reads in a drawing. */
const LONGEST = 120;

/** Lines of plain text as a label. */
export function mermaidLabel(lines: readonly string[]): string {
  return `"${lines
    .filter((line) => line !== '')
    .map((line) => mermaidText(shortened(line)))
    .join('<br>')}"`;
}

function shortened(text: string): string {
  const characters = [...text];
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join('')}…` : text;
}
