import { type GroupedRef, groupedKind } from '../map/grouped-ref';
import { type Question, questionIn } from './ask/question';

/** What an address asks for: at most one of these. */
export interface Target {
  readonly question?: Question;
  /** The id of a node. */
  readonly node?: string;
  readonly object?: GroupedRef;
  readonly overview?: true;
}

/** The overview as the part of an address after `#`. */
export const OVERVIEW_HASH = '#overview';

/** What the part of an address after `#` asks for. It may be anything that somebody has typed. */
export function targetIn(hash: string): Target {
  if (hash === OVERVIEW_HASH) {
    return { overview: true };
  }
  const question = questionIn(hash);
  if (question) {
    return { question };
  }
  const fields = new URLSearchParams(hash.replace(/^#/, ''));
  const node = fields.get('node');
  if (node !== null) {
    return { node };
  }
  const object = objectIn(fields.get('object') ?? '');
  return object ? { object } : {};
}

export function hashOfNode(node: string): string {
  return `#${new URLSearchParams({ node })}`;
}

/** `#object=KIND/NAMESPACE/NAME`; the namespace may be empty, and the kind may have an API group after a dot. */
export function hashOfObject(object: GroupedRef): string {
  const { namespace, name } = object;
  return `#${new URLSearchParams({ object: `${groupedKind(object)}/${namespace}/${name}` })}`;
}

function objectIn(written: string): GroupedRef | undefined {
  const [, kind, group, namespace = '', name] =
    /^([^/.]+)(?:\.([^/]*))?\/([^/]*)\/(.+)$/s.exec(written) ?? [];
  return kind === undefined || name === undefined
    ? undefined
    : { kind, namespace, name, ...(group === undefined ? {} : { group }) };
}

/** The part of the address after `#`: it follows what is shown, and is followed when somebody opens a link or goes back. */
export class Address {
  private isFollowed = false;

  /** @param show shows what an address asks for */
  constructor(private readonly show: (target: Target) => void) {}

  /** @returns whether the address asks for something */
  start(): boolean {
    window.addEventListener('hashchange', () => this.follow());
    return this.follow();
  }

  /** What is shown becomes part of the history, unless the address has asked for it. */
  remember(hash: string): void {
    if (location.hash !== hash && !this.isFollowed) {
      history.pushState(null, '', hash === '' ? location.pathname + location.search : hash);
    }
  }

  private follow(): boolean {
    const target = targetIn(location.hash);
    this.isFollowed = true;
    try {
      this.show(target);
    } finally {
      this.isFollowed = false;
    }
    return Object.keys(target).length > 0;
  }
}
