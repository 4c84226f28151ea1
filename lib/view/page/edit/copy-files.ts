import { el } from '../dom/elements';
import { LEFT_OUT, type PageFile } from '../page-data';
import { lastPart } from './workspace';

const NOT_WHOLE =
  '# This file is not whole: the page that it comes from leaves out the values of Secrets, and what is not a Kubernetes object.';

/** Whether nothing of a file is left out. */
export function isWhole({ text, isPartial, isContext }: PageFile): boolean {
  return !isPartial && !isContext && !text.includes(LEFT_OUT);
}

/** A file as it leaves the page. It says so if it is not whole. */
export function textToCopy(file: PageFile): string {
  return isWhole(file) ? file.text : `${NOT_WHOLE}\n${file.text}`;
}

/** Several files as one text. */
export function copyOf(files: readonly PageFile[]): string {
  return files.length === 1
    ? files.map(textToCopy).join('')
    : files
        .map((file) => `# ${file.name}\n${textToCopy(file)}`)
        .map(ended)
        .join('---\n');
}

function ended(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}

/** The name that a file is downloaded with. One that is not whole has a name of its own, so that it replaces nothing. */
export function nameToDownload(file: PageFile): string {
  const { name, isContext } = file;
  const own = isContext ? 'elsewhere.yaml' : lastPart(name);
  const named = /\.(ya?ml|json)$/.test(own) ? own : 'mesh.yaml';
  return isWhole(file) ? named : named.replace(/(\.\w+)$/, '.not-whole$1');
}

/** Lets the browser save files. */
export function download(files: readonly PageFile[]): void {
  for (const file of files) {
    const url = URL.createObjectURL(new Blob([textToCopy(file)], { type: 'application/yaml' }));
    el('a', { href: url, download: nameToDownload(file) }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }
}
