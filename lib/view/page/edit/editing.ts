import type { Manifest } from '../../../manifests/manifest';
import { nameText } from '../../map/node-ids';
import { counted } from '../dom/elements';
import type { PageFile } from '../page-data';
import { isWhole } from './copy-files';
import { documentAt, withDocument } from './documents';
import { draftOf } from './draft';
import type { DroppedFile } from './drop';
import type { Editor } from './editor';
import { type EditSession, lineOf } from './session';
import { namesakeOf, newName, withFile } from './workspace';

const HIDDEN_VALUES =
  'The page does not have what is left out of this file. Values that stay “(left out)” count as they are in the manifests.';

/** What people do to edit: with the editor, and with files. */
export class Editing {
  constructor(
    private readonly session: EditSession,
    private readonly editor: Editor,
    /** Says why something could not be done. */
    private readonly complain: (words: string) => void,
  ) {}

  /** Opens the document of an object. */
  edit(manifest: Manifest): void {
    const { session } = this;
    const file = session.mesh.fileOf(manifest);
    if (!file) {
      return;
    }
    const document = documentAt(file, lineOf(manifest));
    const draft = draftOf(document.text);
    const objects = 'objects' in draft ? draft.objects : [manifest];
    const names = objects.map((object) => `${object.kind} ${nameText(object)}`).join(', ');
    this.editor.open({
      title: `Edit ${objects.length > 1 ? counted(objects.length, 'object') : names}`,
      place: `${file.name}:${document.firstLine}`,
      text: document.text,
      firstLine: document.firstLine,
      ...(isWhole(file) ? {} : { note: HIDDEN_VALUES }),
      deletes: names,
      apply: (text) => this.put(session.files, withDocument(document, text)),
    });
  }

  /** Opens a document for objects that are added. */
  add(typed = ''): void {
    const { session } = this;
    const name = newName(session.files);
    this.editor.open(
      {
        title: 'Add objects',
        place: `as ${name}`,
        text: '',
        firstLine: 1,
        note: 'Paste or type YAML. Several documents are separated by “---”.',
        apply: (text) => this.put(session.files, { name, text: `${text.trimEnd()}\n` }),
      },
      typed,
    );
  }

  /** Opens what was pasted, if it looks like manifests. */
  paste(text: string): void {
    if (/\b(apiVersion|kind)\b/.test(text)) {
      this.add(text);
    }
  }

  /** Takes files that were dropped. One that cannot be read is shown in the editor, and the others count. */
  take(dropped: readonly DroppedFile[]): void {
    let { files } = this.session;
    let broken: DroppedFile | undefined;
    for (const file of dropped) {
      if ('objects' in draftOf(file.text)) {
        files = withDropped(files, file);
      } else {
        broken ??= file;
      }
    }
    if (files !== this.session.files) {
      void this.session.apply(files);
    }
    if (broken) {
      this.mend(broken);
    }
  }

  /** Says that something is not a file of manifests. */
  refuse(name: string): void {
    this.complain(`${name} is not a YAML or JSON file.`);
  }

  private mend(file: DroppedFile): void {
    this.editor.open(
      {
        title: `Add ${file.name}`,
        place: file.name,
        text: '',
        firstLine: 1,
        apply: (text) => {
          void this.session.apply(withDropped(this.session.files, { ...file, text }));
          return undefined;
        },
      },
      file.text,
    );
  }

  /** Replaces a file, unless it has changed meanwhile. */
  private put(files: readonly PageFile[], file: PageFile): undefined {
    void this.session.apply(withFile(files, file));
    return undefined;
  }
}

/** The files with one from somewhere else, which takes the place of that with its name. */
function withDropped(files: readonly PageFile[], { name, text }: DroppedFile): readonly PageFile[] {
  const old = namesakeOf(name, files);
  return withFile(files, { name: old?.name ?? name, text });
}
