import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { Telemetry as RawTelemetry, type TelemetrySpec } from '../../../imports/telemetry.istio.io';
import { checkedProps } from '../arguments/checked-arguments';
import { IstioResource, type IstioResourceProps } from '../istio-resource';
import { list, type Rendering } from '../rendering';
import { type PolicyTarget, renderPolicyTarget } from '../target-reference';
import { type AccessLogging, renderAccessLogging } from './telemetry-logging';
import { type Metrics, renderMetrics } from './telemetry-metrics';
import { renderTracing, type Tracing } from './telemetry-tracing';

/**
 * Properties of a Telemetry.
 *
 * A `selector` selects pods only in the namespace of the Telemetry, even in the root namespace; in this it differs from
 * the selector of a policy. A Telemetry without a selector in the root namespace `istio-system` applies to the whole
 * mesh.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/#Telemetry
 */
export interface TelemetryProps extends IstioResourceProps, PolicyTarget {
  /**
   * The settings of tracing. The items are merged, and later items take precedence. `addTracing` adds more.
   *
   * @default the settings of the namespace's Telemetry, else of the mesh's Telemetry, else of the mesh configuration
   */
  readonly tracing?: readonly Tracing[];

  /**
   * The settings of metrics. The items are merged, and later items take precedence. `addMetrics` adds more.
   *
   * @default the settings of the namespace's Telemetry, else of the mesh's Telemetry, else of the mesh configuration
   */
  readonly metrics?: readonly Metrics[];

  /**
   * The settings of access logging. The items are merged, and later items take precedence. `addAccessLogging` adds
   * more.
   *
   * @default the settings of the namespace's Telemetry, else of the mesh's Telemetry, else of the mesh configuration
   */
  readonly accessLogging?: readonly AccessLogging[];
}

/**
 * The telemetry that proxies report: spans, metrics and access logs. Settings of the workload take precedence over
 * those of the namespace, and these over those of the mesh. Among several Telemetries of one scope, the oldest applies.
 *
 * Synthesis fails if Istio would refuse the Telemetry. `MeshApp` warns if Istio would ignore a part of it.
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
    props = checkedProps(this, props);
    this.target = props;
    this.tracing = [...(props.tracing ?? [])];
    this.metrics = [...(props.metrics ?? [])];
    this.accessLogging = [...(props.accessLogging ?? [])];
    this.apiObject = new RawTelemetry(this, 'Resource', { metadata: props.metadata, spec: this.lateSpec() });
  }

  /** Adds settings of tracing. */
  addTracing(tracing: Tracing): void {
    this.tracing.push(tracing);
  }

  /** Adds settings of metrics. */
  addMetrics(metrics: Metrics): void {
    this.metrics.push(metrics);
  }

  /** Adds settings of access logging. */
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
