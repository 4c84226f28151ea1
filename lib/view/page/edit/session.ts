import type { Manifest } from '../../../manifests/manifest';
import { keyOf } from '../../map/grouped-ref';
import { nextTurn, runCheck } from '../check/run-check';
import { LoadedMesh } from '../loaded-mesh';
import type { PageFile } from '../page-data';
import { objectsIn } from '../read-file';
import { changesBetween } from './changes';
import type { EditState } from './edit-bar';
import { findingChanges } from './finding-changes';
import { Workspace } from './workspace';

export interface SessionEvents {
  /** Something is about to be done that may take a second. */
  onBusy(words: string): void;
  /** There is another mesh. */
  onMesh(mesh: LoadedMesh): void;
  /** What the bar tells is another; undefined if nothing is edited. */
  onState(state: EditState | undefined): void;
  /** Something could not be done. */
  onFailure(because: string): void;
}

/** The edits of a mesh: each makes another mesh, which is drawn first and checked then. */
export class EditSession {
  private readonly workspace: Workspace;
  private current: LoadedMesh;
  /** Counts the edits, so that a check of an earlier one ends. */
  private edits = 0;

  constructor(
    /** The mesh as it was written. */
    readonly base: LoadedMesh,
    private readonly events: SessionEvents,
  ) {
    this.workspace = new Workspace(base.data.files);
    this.current = base;
  }

  get mesh(): LoadedMesh {
    return this.current;
  }

  get files(): readonly PageFile[] {
    return this.workspace.files;
  }

  get isEdited(): boolean {
    return this.workspace.isEdited;
  }

  apply(files: readonly PageFile[]): Promise<void> {
    this.workspace.apply(files);
    return this.renew('Applying…');
  }

  undo(): Promise<void> {
    this.workspace.undo();
    return this.renew('Undoing…');
  }

  discard(): Promise<void> {
    this.workspace.discard();
    return this.renew('Discarding…');
  }

  private async renew(words: string): Promise<void> {
    this.edits += 1;
    const edit = this.edits;
    this.events.onBusy(words);
    // The words are drawn before the page is busy.
    await nextTurn();
    await nextTurn();
    const isWanted = () => edit === this.edits;
    if (!isWanted()) {
      return;
    }
    if (!this.isEdited) {
      this.show(this.base, undefined);
      return;
    }
    let mesh: LoadedMesh;
    try {
      mesh = this.meshOfFiles();
      this.show(mesh, { changes: mesh.changes, findings: 'checking' });
    } catch (error) {
      this.workspace.undo();
      this.events.onFailure(`This cannot be shown, and is undone: ${(error as Error).message}`);
      await this.renew(words);
      return;
    }
    await this.check(mesh, isWanted);
  }

  private async check(mesh: LoadedMesh, isWanted: () => boolean): Promise<void> {
    const { own, elsewhere: context, changes } = mesh;
    try {
      const findings = await runCheck({ own, context }, this.base.data, isWanted);
      if (findings) {
        this.show(mesh.withFindings(findings), {
          changes,
          findings: findingChanges(this.base.findings, findings),
        });
      }
    } catch (error) {
      this.events.onFailure(`The check failed: ${(error as Error).message}`);
      this.events.onState({ changes, findings: 'failed' });
    }
  }

  /** Until they are checked, objects have the findings that they had, unless they were edited. */
  private meshOfFiles(): LoadedMesh {
    const { data } = this.base;
    const { files } = this.workspace;
    const changes = changesBetween(data.files, files, objectsIn);
    const edited = new Set(changes.objects.map(({ object }) => keyOf(object)));
    const changed = new Set(changes.files.map(({ name }) => name));
    const findings = this.current.findings.filter(({ object }) => !edited.has(keyOf(object)));
    const problems = data.problems.filter(({ file }) => !changed.has(file) || isOldPart(files, file));
    return new LoadedMesh({ ...data, files, findings, problems }, changes);
  }

  private show(mesh: LoadedMesh, state: EditState | undefined): void {
    this.current = mesh;
    this.events.onMesh(mesh);
    this.events.onState(state);
  }
}

/** Whether a file is still the one that was left out in part, and not another one of its name. */
function isOldPart(files: readonly PageFile[], name: string): boolean {
  return files.find((file) => file.name === name)?.isPartial === true;
}

/** The line in which an object begins. */
export function lineOf({ origin }: Manifest): number {
  return origin.line?.() ?? 1;
}
