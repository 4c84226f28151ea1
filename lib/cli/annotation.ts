import { STANDARD_INPUT } from '../manifests/files';
import { pathWithin } from '../manifests/paths';

/** Where a workflow of GitHub shows an annotation. */
export interface AnnotationPlace {
  readonly title: string;
  /** The file, as the call names it. */
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

/** A command of GitHub's workflows that annotates a line of a file. */
export function annotation(
  level: 'error' | 'warning' | 'notice',
  { title, file, line, column }: AnnotationPlace,
  message: string,
): string {
  // Standard input has no places that GitHub can show.
  const isFile = file !== undefined && file !== STANDARD_INPUT;
  const properties = isFile ? { file: inWorkspace(file), line, col: column, title } : { title };
  const texts = Object.entries(properties).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${asProperty(String(value))}`],
  );
  return `::${level} ${texts.join(',')}::${asData(message)}`;
}

/** GitHub looks for files from the root of the repository on, and a step may run in another folder. */
function inWorkspace(file: string): string {
  return pathWithin(process.env.GITHUB_WORKSPACE || process.cwd(), file) ?? file;
}

function asData(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function asProperty(text: string): string {
  return asData(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
