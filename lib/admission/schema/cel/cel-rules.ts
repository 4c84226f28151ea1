import { IST0106 } from '../../../catalogue/istio-traffic-codes';
import { RULE_WORDS } from '../rule-words';
import type { Schema } from '../schema';
import type { Check } from '../schema-check';
import type { judgeOf } from './expression-judge';
import { obvious } from './obvious';

/** The checks of a schema's CEL rules. */
export function celChecks(schema: Schema): Check[] {
  return (schema['x-kubernetes-validations'] ?? []).map(({ rule }) => celCheck(rule, schema));
}

function celCheck(rule: string, schema: Schema): Check {
  const holdsObviously = obvious(rule);
  let judge: ReturnType<typeof judgeOf> | undefined;
  return (value, report) => {
    if (holdsObviously?.(value)) {
      return;
    }
    judge ??= load().judgeOf(rule, schema);
    const verdict = judge(value);
    if (verdict === 'is violated') {
      report.add(IST0106, RULE_WORDS.get(rule)?.(value) ?? `violates the rule ${rule}`);
    } else if (verdict === 'takes too long') {
      report.add(IST0106, 'is too long for the API server to check; make it shorter');
    }
  };
}

/** CEL takes longer to load than all other code, so it is loaded when there is a rule to run. */
function load(): { judgeOf: typeof judgeOf } {
  return require('./expression-judge');
}
