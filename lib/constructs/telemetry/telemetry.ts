import type { ApiObject } from 'cdk8s';
import type { ResourceProps } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { Telemetry as RawTelemetry, type TelemetrySpec } from '../../../imports/telemetry.istio.io';
import { IstioResource } from '../istio-resource';
import { list, type Rendering } from '../rendering';
import { type PolicyTarget, renderPolicyTarget } from '../target-reference';
import { type AccessLogging, renderAccessLogging } from './telemetry-logging';
import { type Metrics, renderMetrics } from './telemetry-metrics';
import { renderTracing, type Tracing } from './telemetry-tracing';

/**
 * Properties of a Telemetry.
 *
 * Unlike with policies, a `selector` finds pods in the namespace of the Telemetry only, even in the root namespace;
 * without one, a Telemetry in the root namespace `istio-system` is for the whole mesh.
 */
export interface TelemetryProps extends ResourceProps, PolicyTarget {
  /**
   * Where spans go, how many, and what is in them. Items are merged, the later ones over the earlier. More can be added
   * with `addTracing`.
   *
   * @default as the Telemetry of the namespace says, then that of the mesh, then the mesh configuration
   */
  readonly tracing?: readonly Tracing[];

  /**
   * Which metrics there are, and what is in them. Items are merged, the later ones over the earlier. More can be added
   * with `addMetrics`.
   *
   * @default as the Telemetry of the namespace says, then that of the mesh, then the mesh configuration
   */
  readonly metrics?: readonly Metrics[];

  /**
   * What is logged. Items are merged, the later ones over the earlier. More can be added with `addAccessLogging`.
   *
   * @default as the Telemetry of the namespace says, then that of the mesh, then the mesh configuration
   */
  readonly accessLogging?: readonly AccessLogging[];
}

/**
 * What proxies tell of the traffic: spans, metrics and access logs. Of several for the same pods, Istio follows the
 * oldest of each level: the workload, the namespace, the mesh.
 *
 * Synthesis fails when Istio would refuse the Telemetry or ignore a part of it.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/
 */
export class Telemetry extends IstioResource<TelemetrySpec> {
  /** The plural of the kind, by which RBAC knows it. */
  readonly resourceType = 'telemetries';
  protected readonly apiObject: ApiObject;
  private readonly target: PolicyTarget;
  private readonly tracing: Tracing[];
  private readonly metrics: Metrics[];
  private readonly accessLogging: AccessLogging[];

  constructor(scope: Construct, id: string, props: TelemetryProps = {}) {
    super(scope, id);
    this.target = props;
    this.tracing = [...(props.tracing ?? [])];
    this.metrics = [...(props.metrics ?? [])];
    this.accessLogging = [...(props.accessLogging ?? [])];
    this.apiObject = new RawTelemetry(this, 'Resource', { metadata: props.metadata, spec: this.lateSpec() });
  }

  /** Adds to what is said of spans. */
  addTracing(tracing: Tracing): void {
    this.tracing.push(tracing);
  }

  /** Adds to what is said of metrics. */
  addMetrics(metrics: Metrics): void {
    this.metrics.push(metrics);
  }

  /** Adds to what is said of access logs. */
  addAccessLogging(accessLogging: AccessLogging): void {
    this.accessLogging.push(accessLogging);
  }

  protected render(rendering: Rendering): TelemetrySpec {
    return {
      ...renderPolicyTarget(this.target, rendering, { anyNamespace: false }),
      tracing: list(this.tracing.map(renderTracing)),
      metrics: list(this.metrics.map(renderMetrics)),
      accessLogging: list(this.accessLogging.map(renderAccessLogging)),
    };
  }
}
