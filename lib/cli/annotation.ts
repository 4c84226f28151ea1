/** Where a workflow of GitHub shows an annotation. */
export interface AnnotationPlace {
  readonly title: string;
  readonly file?: string | undefined;
  readonly line?: number | undefined;
}

/** A command of GitHub's workflows that annotates a line of a file. */
export function annotation(
  level: 'error' | 'warning' | 'notice',
  place: AnnotationPlace,
  message: string,
): string {
  const properties = (['file', 'line', 'title'] as const).flatMap((name) => {
    const value = place[name];
    return value === undefined ? [] : [`${name}=${asProperty(String(value))}`];
  });
  return `::${level} ${properties.join(',')}::${asData(message)}`;
}

function asData(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function asProperty(text: string): string {
  return asData(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
