import type { Manifest } from '../../../manifests/manifest';
import { nameText } from '../../map/node-ids';
import { counted } from '../dom/elements';
import type { PageFile } from '../page-data';
import { isWhole } from './copy-files';
import { documentAt, withDocument } from './documents';
import { draftOf } from './draft';
import type { Drop, DroppedFile } from './drop';
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
    /** Says why something could not be done; undefined if all was. */
    private readonly complain: (words: string | undefined) => void,
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
  add(typed?: string): void {
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

  /**
   * Takes files that were dropped. The first one that is not a file of manifests is shown in the editor, and the bar names the
   * others. While something is being edited, none is taken: the editor would write over them, or they over what is typed.
   */
  take({ files: dropped, refused }: Drop): void {
    if (this.editor.isOpen) {
      this.editor.object('Nothing was added. Apply or cancel this first, and drop the files again.');
      return;
    }
    let { files } = this.session;
    let broken: DroppedFile | undefined;
    const problems = [...refused];
    for (const file of dropped) {
      const draft = draftOf(file.text);
      if ('objects' in draft) {
        files = withDropped(files, file);
      } else if (broken) {
        problems.push(`${file.name} was not added. ${draft.problem}`);
      } else {
        broken = file;
      }
    }
    if (files !== this.session.files) {
      void this.session.apply(files);
    }
    this.complain(problems.length > 0 ? problems.join('\n') : undefined);
    if (broken) {
      this.mend(broken);
    }
  }

  private mend(file: DroppedFile): void {
    this.editor.open(
      {
        title: `Add ${file.name}`,
        place: file.name,
        text: '',
        firstLine: 1,
        apply: (text) => void this.session.apply(withDropped(this.session.files, { ...file, text })),
      },
      file.text,
    );
  }

  private put(files: readonly PageFile[], file: PageFile): void {
    this.complain(undefined);
    void this.session.apply(withFile(files, file));
  }
}

/** The files with one from somewhere else, which takes the place of that with its name. */
function withDropped(files: readonly PageFile[], { name, text }: DroppedFile): readonly PageFile[] {
  const old = namesakeOf(name, files);
  return withFile(files, { name: old?.name ?? name, text });
}
