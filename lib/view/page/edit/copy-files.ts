import { el } from '../dom/elements';
import type { PageFile } from '../page-data';
import { lastPart } from './workspace';

const NOT_WHOLE =
  '# This file is not whole: the page that it comes from leaves out the values of Secrets, and what is not a Kubernetes object.';

/** A file as it leaves the page. It says so if it is not whole. */
export function textToCopy({ text, isPartial }: PageFile): string {
  return isPartial ? `${NOT_WHOLE}\n${text}` : text;
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
export function nameToDownload({ name, isPartial, isContext }: PageFile): string {
  const own = isContext ? 'elsewhere.yaml' : lastPart(name);
  const named = /\.(ya?ml|json)$/.test(own) ? own : 'mesh.yaml';
  return isPartial || isContext ? named.replace(/(\.\w+)$/, '.not-whole$1') : named;
}

/** Lets the browser save files. */
export function download(files: readonly PageFile[]): void {
  for (const file of files) {
    const url = URL.createObjectURL(new Blob([textToCopy(file)], { type: 'application/yaml' }));
    el('a', { href: url, download: nameToDownload(file) }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }
}
