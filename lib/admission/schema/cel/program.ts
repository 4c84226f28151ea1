import { type CelInput, type CelResult, parse, plan } from '@bufbuild/cel';
import { ENVIRONMENT } from './environment';
import { loopDepth, mentions, type Reads, readsOf } from './expression';

/** A CEL rule, ready to run. */
export interface Program {
  readonly reads: Reads;
  /** How deep loops are nested. */
  readonly depth: number;
  /** Whether it compares an object with what it was before, and so has no say in a new one. */
  readonly isTransition: boolean;
  /** What the rule says of a value; an error where it cannot tell. */
  run(self: CelInput): CelResult;
}

const programs = new Map<string, Program>();

/** The program of a rule, made when it is first needed. */
export function programOf(rule: string): Program {
  const known = programs.get(rule) ?? newProgram(rule);
  programs.set(rule, known);
  return known;
}

function newProgram(rule: string): Program {
  const { expr } = parse(rule);
  const evaluate = plan(ENVIRONMENT, expr);
  return {
    reads: readsOf(expr),
    depth: loopDepth(expr),
    isTransition: mentions(expr, 'oldSelf'),
    run: (self) => evaluate({ self }),
  };
}
