import type { Outcome, TraceRequest } from '../../../routing';
import { describeRequest } from '../../../routing/words/describe-request';
import { el } from '../dom/elements';
import type { LoadedMesh } from '../loaded-mesh';
import { changeOfOutcomes } from '../panel/outcomes';
import { listenToDrops } from './drop';
import { EditBar, type EditState } from './edit-bar';
import { Editing } from './editing';
import { Editor } from './editor';
import { outcomesBefore } from './outcomes-before';
import { EditSession } from './session';

export interface EditsEvents {
  /** There is another mesh to show. */
  onMesh(mesh: LoadedMesh): void;
  /** What is told of the edits is another. */
  onState(): void;
  onFindings(): void;
  onWay(): void;
}

/** All that a page has for editing: the bar, the editor, and what was edited. */
export class Edits {
  readonly session: EditSession;
  readonly editing: Editing;
  readonly bar: EditBar;
  readonly elements: readonly HTMLElement[];
  state: EditState | undefined;
  private readonly editor = new Editor();
  private readonly target = el(
    'div',
    { class: 'drop-target', hidden: true },
    'Drop YAML files to add or replace them',
  );
  private isLeaving = false;

  constructor(base: LoadedMesh, events: EditsEvents) {
    this.bar = new EditBar({
      onUndo: () => this.undo(),
      onDiscard: () => void this.session.discard(),
      onFindings: () => events.onFindings(),
      onWay: () => events.onWay(),
    });
    this.session = new EditSession(base, {
      onBusy: (words) => this.bar.announce(words),
      onMesh: (mesh) => events.onMesh(mesh),
      onState: (state) => {
        this.state = state;
        this.bar.show(state);
        events.onState();
      },
      onFailure: (because) => this.bar.complain(because),
    });
    this.editing = new Editing(this.session, this.editor, (words) => this.bar.complain(words));
    this.elements = [this.editor.element, this.target];
  }

  /** Whether something would be lost with the page. */
  get hasEdits(): boolean {
    return this.session.isEdited || this.editor.isDirty;
  }

  start(): void {
    listenToDrops({
      onDrop: (drop) => this.editing.take(drop),
      onText: (text) => this.editing.paste(text),
      onOver: (isOver) => {
        this.target.hidden = !isOver;
      },
    });
    window.addEventListener('beforeunload', (event) => {
      if (this.hasEdits && !this.isLeaving) {
        event.preventDefault();
      }
    });
  }

  undo(): void {
    if (this.session.isEdited) {
      void this.session.undo();
    }
  }

  /**
   * What the client of a request got before something was edited; undefined if nothing is. The bar tells how that has changed.
   *
   * @param now what it gets
   */
  before(request: TraceRequest, now: readonly Outcome[]): readonly Outcome[] | string | undefined {
    const before = this.session.isEdited ? outcomesBefore(this.session.base, request) : undefined;
    this.bar.tellWay(describeRequest(request), before && changeOfOutcomes(before, now));
    return before;
  }

  /** The page is loaded anew without being asked about edits again. */
  leave(): void {
    this.isLeaving = true;
  }
}
