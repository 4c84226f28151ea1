import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  type AuthorizationPolicySpec,
  type AuthorizationPolicySpecAction,
  AuthorizationPolicy as RawAuthorizationPolicy,
} from '../../../imports/security.istio.io';
import { DRY_RUN } from '../../admission';
import { IST9044 } from '../../catalogue/construct-codes';
import { checkedProps } from '../arguments/checked-arguments';
import { IstioResource, type IstioResourceProps } from '../istio-resource';
import type { Mistake } from '../mistakes';
import type { Rendering } from '../rendering';
import { type PolicyTarget, renderPolicyTarget } from '../target-reference';
import { type AuthorizationRule, renderRule } from './authorization-rule';

/**
 * What happens to the requests that a rule of the policy matches. Istio evaluates the actions in the order CUSTOM,
 * DENY, ALLOW.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#AuthorizationPolicy-Action
 */
export enum AuthorizationAction {
  /** Allows the requests. If a pod has at least one such policy, it denies requests that none of them matches. */
  ALLOW = 'ALLOW',
  /** Denies the requests, even if another policy allows them. */
  DENY = 'DENY',
  /** Marks the requests for an audit by a plugin. It does not deny requests. */
  AUDIT = 'AUDIT',
  /** Asks an external authorization service. */
  CUSTOM = 'CUSTOM',
}

/**
 * Properties that all AuthorizationPolicies have in common.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#AuthorizationPolicy
 */
export interface AuthorizationPolicyOptions extends IstioResourceProps, PolicyTarget {
  /**
   * The rules. The action applies to a request or connection that at least one of them matches. `addRule` adds more. A
   * policy needs at least one.
   *
   * @default none
   */
  readonly rules?: readonly AuthorizationRule[];
}

/** Properties of policies that allow or deny. */
export interface DryRunOptions {
  /**
   * Whether the policy is a dry run: statistics and logs show what it would do, and it has no other effect.
   *
   * @default false
   * @see https://istio.io/latest/docs/tasks/security/authorization/authz-dry-run/
   */
  readonly dryRun?: boolean;
}

/**
 * Properties of an AuthorizationPolicy that allows or denies.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#AuthorizationPolicy
 */
export interface EnforcingPolicyProps extends AuthorizationPolicyOptions, DryRunOptions {
  /**
   * Whether the policy allows or denies the requests that its rules match.
   *
   * @default AuthorizationAction.ALLOW
   */
  readonly action?: AuthorizationAction.ALLOW | AuthorizationAction.DENY;

  /** Not for this action; only `AuthorizationAction.CUSTOM` has a provider. */
  readonly provider?: undefined;
}

/**
 * Properties of an AuthorizationPolicy that marks requests for an audit.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#AuthorizationPolicy
 */
export interface AuditPolicyProps extends AuthorizationPolicyOptions {
  /** The action, which marks requests for an audit. */
  readonly action: AuthorizationAction.AUDIT;

  /** Not for this action; only `AuthorizationAction.CUSTOM` has a provider. */
  readonly provider?: undefined;

  /** Not for this action; only `AuthorizationAction.ALLOW` and `AuthorizationAction.DENY` have a dry run. */
  readonly dryRun?: undefined;
}

/**
 * Properties of an AuthorizationPolicy that asks an external authorization service. Its rules cannot have conditions on
 * identities or tokens: Istio refuses them for this action.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#AuthorizationPolicy
 */
export interface CustomPolicyProps extends AuthorizationPolicyOptions {
  /** The action, which asks an external authorization service. */
  readonly action: AuthorizationAction.CUSTOM;

  /** The name of the service among the `extensionProviders` of the mesh configuration. */
  readonly provider: string;

  /** Not for this action; only `AuthorizationAction.ALLOW` and `AuthorizationAction.DENY` have a dry run. */
  readonly dryRun?: undefined;
}

/** Properties of an AuthorizationPolicy. */
export type AuthorizationPolicyProps = EnforcingPolicyProps | AuditPolicyProps | CustomPolicyProps;

/**
 * Properties of an AuthorizationPolicy that denies or allows all requests.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#AuthorizationPolicy
 */
export interface BlanketPolicyProps extends IstioResourceProps, PolicyTarget, DryRunOptions {}

/**
 * Access control for pods, for the pods of a namespace, or for the whole mesh: who may send which requests.
 *
 * Synthesis fails if Istio would refuse the policy, or if the policy denies everything without having been made by
 * `AuthorizationPolicy.denyAll`. `MeshApp` warns if Istio would ignore a part of it.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/
 */
export class AuthorizationPolicy extends IstioResource<AuthorizationPolicySpec> {
  /** Denies all requests that no other policy allows: a policy with the action ALLOW and without rules. */
  static denyAll(scope: Construct, id: string, props: BlanketPolicyProps = {}): AuthorizationPolicy {
    const policy = new AuthorizationPolicy(scope, id, props);
    policy.allowsNothing = true;
    return policy;
  }

  /** Allows all requests that no other policy denies: a policy with the action ALLOW and one rule that matches all. */
  static allowAll(scope: Construct, id: string, props: BlanketPolicyProps = {}): AuthorizationPolicy {
    return new AuthorizationPolicy(scope, id, { ...props, rules: [{}] });
  }

  /** The plural of the kind, by which RBAC knows it. */
  readonly resourceType = 'authorizationpolicies';
  protected readonly apiObject: ApiObject;
  private readonly props: AuthorizationPolicyProps;
  private readonly rules: AuthorizationRule[];
  private allowsNothing = false;

  constructor(scope: Construct, id: string, props: AuthorizationPolicyProps) {
    super(scope, id);
    props = checkedProps(this, props);
    this.props = props;
    this.rules = [...(props.rules ?? [])];
    this.apiObject = new RawAuthorizationPolicy(this, 'Resource', {
      metadata: props.metadata,
      spec: this.lateSpec(),
    });
    if (props.dryRun) {
      this.metadata.addAnnotation(DRY_RUN, 'true');
    }
  }

  /** Adds a rule. The action also applies to requests that it matches. */
  addRule(rule: AuthorizationRule): void {
    this.rules.push(rule);
  }

  protected render(rendering: Rendering): AuthorizationPolicySpec {
    const { action, provider } = this.props;
    return {
      ...renderPolicyTarget(this.props, rendering),
      // The raw type has an enum of its own with the same values.
      action: action as unknown as AuthorizationPolicySpecAction,
      provider: provider === undefined ? undefined : { name: provider },
      rules:
        this.rules.length > 0
          ? this.rules.map((rule, i) => renderRule(rule, rendering, ['spec', 'rules', i]))
          : undefined,
    };
  }

  protected override *ownMistakes(spec: AuthorizationPolicySpec): Iterable<Mistake> {
    const isAllow = (spec.action ?? 'ALLOW') === 'ALLOW';
    if (isAllow && !spec.rules?.length && !this.allowsNothing) {
      const remedy = 'add a rule, or ask for it by name with AuthorizationPolicy.denyAll (or allowAll)';
      const message = `is empty, so nothing is allowed; ${remedy}`;
      yield { field: ['spec', 'rules'], message, type: IST9044 };
    } else if (spec.rules?.length && this.allowsNothing) {
      const message = 'allows something in a policy that AuthorizationPolicy.denyAll made';
      yield {
        field: ['spec', 'rules'],
        message: `${message}; put it into a policy of its own`,
        type: IST9044,
      };
    }
  }
}
