import type { ApiObject } from 'cdk8s';
import type { ResourceProps } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import {
  type AuthorizationPolicySpec,
  type AuthorizationPolicySpecAction,
  AuthorizationPolicy as RawAuthorizationPolicy,
} from '../../../imports/security.istio.io';
import { DRY_RUN, type Problem, validateAuthorizationPolicy } from '../../admission';
import { IstioResource } from '../istio-resource';
import type { Rendering } from '../rendering';
import { type PolicyTarget, renderPolicyTarget } from '../target-reference';
import { type AuthorizationRule, renderRule } from './authorization-rule';

/** What becomes of requests that a policy's rules match. They are asked in the order CUSTOM, DENY, ALLOW. */
export enum AuthorizationAction {
  /** They are allowed. As soon as a pod has one such policy, what none of them matches is denied. */
  ALLOW = 'ALLOW',
  /** They are denied, whatever another policy allows. */
  DENY = 'DENY',
  /** They are marked for an audit, where a plugin does one; none is denied. */
  AUDIT = 'AUDIT',
  /** A service outside of Istio is asked. */
  CUSTOM = 'CUSTOM',
}

/** What all AuthorizationPolicies may say. */
export interface AuthorizationPolicyOptions extends ResourceProps, PolicyTarget {
  /**
   * Requests and connections that this is about, by any one of these rules. More can be added with `addRule`; a policy
   * needs one.
   *
   * @default none
   */
  readonly rules?: readonly AuthorizationRule[];
}

/** What is said beside the rules of a policy that allows or denies. */
export interface DryRunOptions {
  /**
   * Whether the policy is only tried: statistics and logs tell what it would do, and nothing is denied by it.
   *
   * @default false
   * @see https://istio.io/latest/docs/tasks/security/authorization/authz-dry-run/
   */
  readonly dryRun?: boolean;
}

/** Properties of an AuthorizationPolicy that allows or denies. */
export interface EnforcingPolicyProps extends AuthorizationPolicyOptions, DryRunOptions {
  /**
   * Whether the requests that a rule matches are allowed or denied.
   *
   * @default AuthorizationAction.ALLOW
   */
  readonly action?: AuthorizationAction.ALLOW | AuthorizationAction.DENY;

  /** Only with `AuthorizationAction.CUSTOM`. */
  readonly provider?: undefined;
}

/** Properties of an AuthorizationPolicy that marks requests for an audit. */
export interface AuditPolicyProps extends AuthorizationPolicyOptions {
  /** Audit. */
  readonly action: AuthorizationAction.AUDIT;

  /** Only with `AuthorizationAction.CUSTOM`. */
  readonly provider?: undefined;

  /** Only with `AuthorizationAction.ALLOW` and `AuthorizationAction.DENY`. */
  readonly dryRun?: undefined;
}

/**
 * Properties of an AuthorizationPolicy that asks somebody else. Its rules can say nothing of identities and tokens:
 * Istio refuses that for this action.
 */
export interface CustomPolicyProps extends AuthorizationPolicyOptions {
  /** Ask somebody else. */
  readonly action: AuthorizationAction.CUSTOM;

  /** The name of the service to ask, among the `extensionProviders` of the mesh. */
  readonly provider: string;

  /** Only with `AuthorizationAction.ALLOW` and `AuthorizationAction.DENY`. */
  readonly dryRun?: undefined;
}

/** Properties of an AuthorizationPolicy. */
export type AuthorizationPolicyProps = EnforcingPolicyProps | AuditPolicyProps | CustomPolicyProps;

/** Properties of an AuthorizationPolicy for all requests. */
export interface BlanketPolicyProps extends ResourceProps, PolicyTarget, DryRunOptions {}

/**
 * Who may do what with some pods, with those of a namespace, or with all of the mesh.
 *
 * Synthesis fails when Istio would refuse the policy, ignore a part of it, or take it for something that should be
 * asked for by name.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/
 */
export class AuthorizationPolicy extends IstioResource<AuthorizationPolicySpec> {
  /** Denies whatever no other policy allows: a policy of action ALLOW without rules. */
  static denyAll(scope: Construct, id: string, props: BlanketPolicyProps = {}): AuthorizationPolicy {
    const policy = new AuthorizationPolicy(scope, id, props);
    policy.allowsNothing = true;
    return policy;
  }

  /** Allows whatever no other policy denies: a policy of action ALLOW with one rule for everything. */
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

  /** Adds requests that this is about. */
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
          ? this.rules.map((rule, i) => renderRule(rule, rendering, `spec.rules[${i}]`))
          : undefined,
    };
  }

  protected *validate(spec: AuthorizationPolicySpec): Iterable<Problem> {
    yield* validateAuthorizationPolicy(this.name, spec, this.metadata.toJson());
    const isAllow = (spec.action ?? 'ALLOW') === 'ALLOW';
    if (isAllow && !spec.rules?.length && !this.allowsNothing) {
      const remedy = 'add a rule, or ask for it by name with AuthorizationPolicy.denyAll (or allowAll)';
      yield { field: 'spec.rules', message: `is empty, so nothing is allowed; ${remedy}` };
    } else if (spec.rules?.length && this.allowsNothing) {
      const message = 'allows something in a policy that AuthorizationPolicy.denyAll made';
      yield { field: 'spec.rules', message: `${message}; put it into a policy of its own` };
    }
  }
}
