import { isTyping } from '../keys';

/** A file from somewhere else. */
export interface DroppedFile {
  readonly name: string;
  readonly text: string;
}

/** What was dropped at once. */
export interface Drop {
  readonly files: readonly DroppedFile[];
  /** Why the other files are not taken, in a sentence for each. */
  readonly refused: readonly string[];
}

export interface DropEvents {
  onDrop(drop: Drop): void;
  /** A text was pasted outside of every field. */
  onText(text: string): void;
  /** Whether files are over the page. */
  onOver(isOver: boolean): void;
}

const MANIFESTS = /\.(ya?ml|json)$/i;

/** Listens to files that are dropped on the page, and to what is pasted. */
export function listenToDrops(events: DropEvents): void {
  const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') === true;
  document.addEventListener('dragover', (event) => {
    if (hasFiles(event)) {
      event.preventDefault();
      events.onOver(true);
    }
  });
  document.addEventListener('dragleave', (event) => {
    // Leaving an element for another one is not leaving the page.
    if (event.relatedTarget === null) {
      events.onOver(false);
    }
  });
  document.addEventListener('drop', (event) => {
    if (hasFiles(event)) {
      event.preventDefault();
      events.onOver(false);
      void take(event.dataTransfer?.files, events);
    }
  });
  document.addEventListener('paste', ({ clipboardData, target }) => {
    if (isTyping(target) || document.querySelector('dialog[open]')) {
      return;
    }
    if (clipboardData && clipboardData.files.length > 0) {
      void take(clipboardData.files, events);
      return;
    }
    const text = clipboardData?.getData('text/plain') ?? '';
    if (text.trim() !== '') {
      events.onText(text);
    }
  });
}

async function take(list: FileList | undefined, events: DropEvents): Promise<void> {
  const read = await Promise.all([...(list ?? [])].map(readDropped));
  events.onDrop({
    files: read.filter((file) => typeof file !== 'string'),
    refused: read.filter((file) => typeof file === 'string'),
  });
}

/** @returns the file, or why it is not taken */
async function readDropped(file: File): Promise<DroppedFile | string> {
  const { name } = file;
  if (!MANIFESTS.test(name)) {
    return `${name} is not a YAML or JSON file.`;
  }
  try {
    return { name, text: await file.text() };
  } catch {
    return `${name} cannot be read; it may be a folder.`;
  }
}
