/** How wide a text is. */
export type Measure = (text: string) => number;

const GAP = '…';
/** More of the beginning is left than of the end. */
const START = 0.6;

/** A text that is not wider than some room. The middle goes, because names differ at their ends. */
export function shortened(text: string, room: number, measure: Measure): string {
  const width = measure(text);
  if (width <= room) {
    return text;
  }
  const characters = [...text];
  let kept = Math.floor((characters.length * room) / width);
  for (; kept > 2; kept--) {
    const start = Math.ceil(kept * START);
    const end = characters.length - kept + start;
    const short = characters.slice(0, start).join('').trimEnd() + GAP + characters.slice(end).join('');
    if (measure(short) <= room) {
      return short;
    }
  }
  return GAP;
}

/** The parts of a name between which a line may end. A port stays with what it belongs to. */
export function breakable(name: string): string[] {
  return name.split(/(?<=[-.,\s]|\w[/:])(?=[^-./:,\s])(?<!:(?=\d))/);
}

/** How much room a name needs in one line, and in two. */
export function roomFor(name: string, measure: Measure): { readonly one: number; readonly two: number } {
  const parts = breakable(name).map(measure);
  const one = parts.reduce((sum, width) => sum + width, 0);
  let two = one;
  let first = 0;
  for (const width of parts) {
    first += width;
    two = Math.min(two, Math.max(first, one - first));
  }
  return { one, two };
}
