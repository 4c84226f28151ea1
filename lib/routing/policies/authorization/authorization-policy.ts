import type { SelectingPolicy } from '../../../istiod/policies/policy';
import { choiceAt, recordAt, recordsAt, textAt } from '../../../istiod/policies/strict-fields';
import type { Manifest } from '../../../manifests/manifest';
import { type ObjectRef, refTo } from '../../../manifests/object-ref';
import type { RuleScope } from './attribute';
import { type AuthorizationRule, compileRule, readRule } from './authorization-rule';
import type { Match, Subject, Truth } from './truth';

export type AuthorizationAction = 'ALLOW' | 'DENY' | 'AUDIT' | 'CUSTOM';

const ACTIONS: readonly AuthorizationAction[] = ['ALLOW', 'DENY', 'AUDIT', 'CUSTOM'];
const DRY_RUN = 'istio.io/dry-run';
/** The values that Go reads as true. */
const TRUE = new Set(['1', 't', 'T', 'true', 'TRUE', 'True']);

/** The first rule that matches, or if none does, the first for which that is not known. */
export interface RuleMatch {
  readonly truth: true | undefined;
  readonly policy: AuthorizationPolicy;
  /** The index in `rules`. */
  readonly rule: number;
}

/** An AuthorizationPolicy as proxies enforce it. Its rules are compiled when they are first needed. */
export class AuthorizationPolicy implements SelectingPolicy {
  readonly reference: ObjectRef;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly selector: SelectingPolicy['selector'];
  readonly action: AuthorizationAction;
  /** Whether it only counts what it would do. (H4) */
  readonly isDryRun: boolean;
  /** The external provider of action CUSTOM. */
  readonly provider: string;
  private readonly rules: readonly AuthorizationRule[];
  private http?: readonly (Match | undefined)[];
  private tcp?: readonly (Match | undefined)[];

  constructor(
    { kind, namespace, name, selector }: SelectingPolicy,
    manifest: Manifest,
    spec: Readonly<Record<string, unknown>>,
    trustDomains: readonly string[],
  ) {
    this.reference = refTo(manifest);
    this.kind = kind;
    this.namespace = namespace;
    this.name = name;
    this.selector = selector;
    this.action = choiceAt(spec, 'action', ACTIONS) ?? 'ALLOW';
    this.isDryRun = TRUE.has(manifest.annotations[DRY_RUN] ?? '');
    this.provider = textAt(recordAt(spec, 'provider'), 'name');
    const scope: RuleScope = { namespace: manifest.namespace, trustDomains };
    this.rules = recordsAt(spec, 'rules').map((rule) => readRule(rule, scope));
  }

  /** Whether it has no rules, so that nothing matches. */
  get matchesNothing(): boolean {
    return this.rules.length === 0;
  }

  /** Whether a rule of it has no conditions, so that everything matches. */
  get matchesEverything(): boolean {
    return this.rules.some(
      ({ sources, operations, conditions }) => sources.length + operations.length + conditions.length === 0,
    );
  }

  /** How many rules it has. */
  get size(): number {
    return this.rules.length;
  }

  /** The rule that matches; undefined if none does. */
  match(subject: Subject): RuleMatch | undefined {
    let unknown: number | undefined;
    for (const [rule, match] of this.compiled(subject).entries()) {
      const truth: Truth = match ? match(subject) : false;
      if (truth) {
        return { truth, policy: this, rule };
      }
      if (truth === undefined) {
        unknown ??= rule;
      }
    }
    return unknown === undefined ? undefined : { truth: undefined, policy: this, rule: unknown };
  }

  /** The rules as conditions; undefined stands for a rule that istiod drops. */
  private compiled({ http }: Subject): readonly (Match | undefined)[] {
    if (http) {
      this.http ??= this.compile(false);
      return this.http;
    }
    this.tcp ??= this.compile(true);
    return this.tcp;
  }

  private compile(isTcp: boolean): readonly (Match | undefined)[] {
    return this.rules.map((rule) => compileRule(rule, { isTcp, isStrict: this.action === 'ALLOW' }));
  }
}

/** The rule that matches among those of several policies. A match precedes a rule for which it is not known. */
export function matchPolicies(
  policies: readonly AuthorizationPolicy[],
  subject: Subject,
): RuleMatch | undefined {
  let unknown: RuleMatch | undefined;
  for (const policy of policies) {
    const match = policy.match(subject);
    if (match?.truth) {
      return match;
    }
    unknown ??= match;
  }
  return unknown;
}
