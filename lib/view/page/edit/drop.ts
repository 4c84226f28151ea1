import { isTyping } from '../keys';

/** A file from somewhere else. */
export interface DroppedFile {
  readonly name: string;
  readonly text: string;
}

export interface DropEvents {
  onFiles(files: readonly DroppedFile[]): void;
  /** A text was pasted outside of every field. */
  onText(text: string): void;
  /** A file is not one of YAML or JSON. */
  onOther(name: string): void;
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
  const files = [...(list ?? [])];
  const other = files.find(({ name }) => !MANIFESTS.test(name));
  if (other) {
    events.onOther(other.name);
    return;
  }
  events.onFiles(
    await Promise.all(files.map(async (file) => ({ name: file.name, text: await file.text() }))),
  );
}
