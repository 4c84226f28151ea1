import { type CharSet, DFA, JS, NFA } from 'refa';
import { memoized } from '../manifests/collections';
import type { Expression } from './expressions';
import { Undecidable } from './undecidable';

/** A larger automaton takes seconds to combine with others. Expressions of routes need a few dozen states. */
const MOST_STATES = 20_000;

/** A set of texts. Sets are combined exactly, as finite automata. */
export class Language {
  /**
   * The texts that a regular expression matches as a whole.
   *
   * @throws Undecidable
   */
  static readonly of = memoized(
    ({ source, ignoresCase }: Expression) => `${ignoresCase === true} ${source}`,
    (expression): Language => new Language(automatonOf(expression)),
  );

  private static made = 0;

  /** Another number for each language that is made. */
  readonly id = Language.made++;
  private complement: DFA | undefined;

  private constructor(private readonly automaton: DFA) {}

  get isEmpty(): boolean {
    return this.automaton.isEmpty;
  }

  has(text: string): boolean {
    return this.automaton.test(charactersOf(text));
  }

  and(other: Language): Language {
    return new Language(intersection(this.automaton, other.automaton));
  }

  without(other: Language): Language {
    if (!other.complement) {
      other.complement = other.automaton.copy();
      other.complement.complement();
    }
    return new Language(intersection(this.automaton, other.complement));
  }

  /** The texts that begin with one of `prefixes`, and are in this language once `replacement` stands in its place. */
  afterReplacing(prefixes: Language, replacement: string): Language {
    const { maxCharacter } = this.automaton;
    const states = this.automaton.transitionIterator();
    const initial = charactersOf(replacement).reduce<DFA.ReadonlyNode | undefined>(
      (state, character) =>
        state && [...states.getOut(state)].find(([, characters]) => characters.has(character))?.[0],
      states.initial,
    );
    if (!initial) {
      return new Language(DFA.empty({ maxCharacter }));
    }
    const rest = NFA.fromTransitionIterator({ ...states, initial }, { maxCharacter });
    rest.prepend(prefixes.automaton);
    return new Language(decided(() => minimal(DFA.fromFA(rest))));
  }

  /** A few texts of the language, short ones first. */
  texts(count: number): string[] {
    const found: string[] = [];
    let left: Language = this;
    for (let text = left.shortest(); text !== undefined && found.length < count; text = left.shortest()) {
      found.push(text);
      left = left.without(new Language(DFA.fromWords([charactersOf(text)], this.automaton)));
    }
    return found;
  }

  /** One of the shortest texts; undefined for the empty language. */
  private shortest(): string | undefined {
    const { initial, getOut, isFinal } = this.automaton.transitionIterator();
    const texts = new Map([[initial, '']]);
    for (const [state, text] of texts) {
      if (isFinal(state)) {
        return text;
      }
      // States that are added meanwhile are visited, too.
      for (const [next, characters] of getOut(state)) {
        if (!texts.has(next)) {
          texts.set(next, text + String.fromCharCode(readableOf(characters)));
        }
      }
    }
    return undefined;
  }
}

/** Characters that are good to read, the best first. */
const READABLE = charactersOf('abcdefghijklmnopqrstuvwxyz0123456789/-');

function readableOf(characters: CharSet): number {
  return READABLE.find((character) => characters.has(character)) ?? characters.ranges[0]?.min ?? 0;
}

function automatonOf({ source, ignoresCase }: Expression): DFA {
  return decided(() => {
    const parser = JS.Parser.fromLiteral({ source, flags: ignoresCase ? 'i' : '' });
    const { expression, maxCharacter } = parser.parse();
    const nfa = NFA.fromRegex(expression, { maxCharacter }, {}, new NFA.LimitedNodeFactory(MOST_STATES));
    return minimal(DFA.fromFA(nfa, new DFA.LimitedNodeFactory(MOST_STATES)));
  });
}

function intersection(one: DFA, other: DFA): DFA {
  return decided(() => minimal(DFA.fromIntersection(one, other, new DFA.LimitedNodeFactory(MOST_STATES))));
}

function minimal(automaton: DFA): DFA {
  automaton.minimize();
  return automaton;
}

/** refa throws on what it cannot read, and on automata with too many states. */
function decided(make: () => DFA): DFA {
  try {
    return make();
  } catch (error) {
    throw new Undecidable(error instanceof Error ? error.message : String(error));
  }
}

function charactersOf(text: string): number[] {
  return Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
}
