import { type CelInput, type CelResult, parse, plan } from '@bufbuild/cel';
import { ENVIRONMENT } from './environment';
import { loopDepth, mentions, type Reads, readsOf } from './expression';

/** A CEL rule, ready to run. */
export interface Program {
  readonly reads: Reads;
  /** How deep loops are nested. */
  readonly depth: number;
  /** Whether it compares an object with its former state, so that it does not apply to a new object. */
  readonly isTransition: boolean;
  /** The result of the rule for a value; an error if the rule fails. */
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
