import type { PageFile } from '../page-data';

/** The files of a page with the edits that were made, each of which can be undone. */
export class Workspace {
  private readonly states: (readonly PageFile[])[];

  constructor(private readonly base: readonly PageFile[]) {
    this.states = [base];
  }

  get files(): readonly PageFile[] {
    return this.states.at(-1) ?? this.base;
  }

  /** Whether something is other than it was. */
  get isEdited(): boolean {
    return !isSame(this.files, this.base);
  }

  get canUndo(): boolean {
    return this.states.length > 1;
  }

  /** Makes an edit. What changes nothing is not one. */
  apply(files: readonly PageFile[]): void {
    if (!isSame(files, this.files)) {
      this.states.push(files);
    }
  }

  undo(): void {
    if (this.canUndo) {
      this.states.pop();
    }
  }

  discard(): void {
    this.states.splice(1);
  }
}

function isSame(some: readonly PageFile[], others: readonly PageFile[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ name, text }, i) => name === others[i]?.name && text === others[i]?.text)
  );
}

/** The files with one of them replaced; it comes last if there is none of its name. */
export function withFile(files: readonly PageFile[], file: PageFile): readonly PageFile[] {
  const place = files.findIndex(({ name }) => name === file.name);
  return place < 0 ? [...files, file] : files.with(place, file);
}

/** The file that one from somewhere else stands for: that with its name, if there is only one. */
export function namesakeOf(name: string, files: readonly PageFile[]): PageFile | undefined {
  const same = files.filter((file) => file.name === name);
  const [first, second] =
    same.length > 0 ? same : files.filter((file) => lastPart(file.name) === lastPart(name));
  return second ? undefined : first;
}

/** A name for a new file. */
export function newName(files: readonly PageFile[]): string {
  const taken = new Set(files.map(({ name }) => name));
  let name = 'added.yaml';
  for (let i = 2; taken.has(name); i++) {
    name = `added-${i}.yaml`;
  }
  return name;
}

/** The name of a file or a folder without where it is. */
export function lastPart(path: string): string {
  return (
    path
      .replace(/[/\\]+$/, '')
      .split(/[/\\]/)
      .at(-1) || path
  );
}
