import type {
  TelemetrySpec,
  TelemetrySpecAccessLogging,
  TelemetrySpecMetrics,
  TelemetrySpecMetricsOverrides,
  TelemetrySpecTracing,
} from '../../../imports/telemetry.istio.io';
import type { FieldPath } from '../../manifests/manifest';
import { type Problem, withType } from '../problem';
import { IGNORED_FIELD, NO_EFFECT, REFUSED, UNUSABLE_VALUE, WARNED } from '../problem-types';
import type { AdmissionObject } from '../validator';
import { validatePolicyTarget } from '../values/policy-target';
import { durationProblems, percentProblems, requestHeaderNameProblems } from '../values/values';

/** What is wrong with a Telemetry, by itself: whether the mesh has its providers is not looked at. */
export function* validateTelemetry({ namespace, spec }: AdmissionObject<TelemetrySpec>): Iterable<Problem> {
  yield* validatePolicyTarget(spec, namespace);
  const { tracing = [], metrics = [], accessLogging = [] } = spec;
  if (tracing.length + metrics.length + accessLogging.length === 0) {
    const message = 'has no tracing, metrics or accessLogging, so it changes nothing; add one';
    yield { field: ['spec'], message, type: NO_EFFECT };
  }
  if (tracing.length > 1) {
    const message = `has ${tracing.length} entries, of which Istio promises to follow one; merge them`;
    yield { field: ['spec', 'tracing'], message, type: WARNED, mayBeMeant: true };
  }
  for (const [i, item] of tracing.entries()) {
    yield* validateTracing(['spec', 'tracing', i], item);
  }
  for (const [i, item] of metrics.entries()) {
    yield* validateMetrics(['spec', 'metrics', i], item);
  }
  for (const [i, item] of accessLogging.entries()) {
    yield* validateAccessLogging(['spec', 'accessLogging', i], item);
  }
}

function* validateProviders(
  field: FieldPath,
  providers: TelemetrySpecTracing['providers'],
): Iterable<Problem> {
  for (const [i, { name }] of (providers ?? []).entries()) {
    if (!name) {
      const message = 'is empty; name one of the extensionProviders of the mesh';
      yield { field: [...field, i, 'name'], message };
    }
  }
}

function* validateTracing(field: FieldPath, tracing: TelemetrySpecTracing): Iterable<Problem> {
  const { providers = [], randomSamplingPercentage: percentage, customTags = {} } = tracing;
  yield* validateProviders([...field, 'providers'], providers);
  if (providers.length > 1) {
    const message = `are ${providers.length}, of which only "${providers[0]?.name}" would get spans; keep one`;
    yield { field: [...field, 'providers'], message, type: WARNED };
  }
  yield* percentProblems([...field, 'randomSamplingPercentage'], percentage);
  for (const [name, tag] of Object.entries(customTags)) {
    yield* validateCustomTag([...field, 'customTags'], name, tag);
  }
}

function* validateCustomTag(
  field: FieldPath,
  name: string,
  { literal, environment, header, formatter }: NonNullable<TelemetrySpecTracing['customTags']>[string],
): Iterable<Problem> {
  const at = [...field, name];
  if (name === '') {
    yield { field, message: 'has a tag without a name; name it' };
  }
  const [source, ...others] = Object.entries({ literal, environment, header, formatter })
    .filter(([, value]) => value !== undefined)
    .map(([kind]) => kind);
  if (source === undefined) {
    yield {
      field: at,
      message: 'has no value; give it literal, environment, header or formatter',
      type: NO_EFFECT,
    };
  }
  for (const other of others) {
    yield { field: [...at, other], message: `does not go with ${source}; keep one of them` };
  }
  for (const [kind, value] of Object.entries({ literal: literal?.value, formatter: formatter?.value })) {
    if (value === '') {
      yield {
        field: [...at, kind, 'value'],
        message: 'is empty; write a value, or leave the tag out',
        type: kind === 'literal' ? REFUSED : UNUSABLE_VALUE,
      };
    }
  }
  if (environment?.name === '') {
    yield { field: [...at, 'environment', 'name'], message: 'is empty; name an environment variable' };
  }
  if (header) {
    const type = header.name === '' ? REFUSED : UNUSABLE_VALUE;
    yield* withType(type, requestHeaderNameProblems([...at, 'header', 'name'], header.name));
  }
}

function* validateMetrics(field: FieldPath, metrics: TelemetrySpecMetrics): Iterable<Problem> {
  yield* validateProviders([...field, 'providers'], metrics.providers);
  yield* durationProblems([...field, 'reportingInterval'], metrics.reportingInterval);
  for (const [i, override] of (metrics.overrides ?? []).entries()) {
    yield* validateOverride([...field, 'overrides', i], override);
  }
}

function* validateOverride(
  field: FieldPath,
  { match = {}, disabled, tagOverrides }: TelemetrySpecMetricsOverrides,
): Iterable<Problem> {
  const { metric = 'ALL_METRICS', customMetric, mode = 'CLIENT_AND_SERVER' } = match;
  if (match.metric !== undefined && customMetric !== undefined) {
    const message = `"${customMetric}" does not go with metric ${metric}; write an override for each`;
    yield { field: [...field, 'match', 'customMetric'], message };
  } else if (customMetric === '') {
    yield { field: [...field, 'match', 'customMetric'], message: 'is empty; name the metric' };
  }
  if (disabled === undefined && !tagOverrides) {
    yield { field, message: 'overrides nothing; set disabled or tagOverrides', type: NO_EFFECT };
  }
  const isEverything = customMetric === undefined && metric === 'ALL_METRICS' && mode === 'CLIENT_AND_SERVER';
  if (disabled && tagOverrides && isEverything) {
    const message = 'are on metrics that are all disabled; remove them, or name a metric to disable';
    yield { field: [...field, 'tagOverrides'], message, type: IGNORED_FIELD };
  }
  for (const [name, { operation, value }] of Object.entries(tagOverrides ?? {})) {
    const at = [...field, 'tagOverrides', name];
    if (name === '') {
      const message = 'has a tag without a name; name it';
      yield { field: [...field, 'tagOverrides'], message, type: WARNED };
    }
    if (operation === 'REMOVE') {
      if (value) {
        yield { field: [...at, 'value'], message: `"${value}" is not used with REMOVE; remove it` };
      }
    } else if (!value) {
      yield { field: [...at, 'value'], message: 'is missing; write an expression, or REMOVE the tag' };
    }
  }
}

function* validateAccessLogging(
  field: FieldPath,
  { disabled, filter, providers }: TelemetrySpecAccessLogging,
): Iterable<Problem> {
  yield* validateProviders([...field, 'providers'], providers);
  if (filter && disabled) {
    const message = 'is not looked at with disabled: true; remove one of them';
    yield { field: [...field, 'filter'], message, type: IGNORED_FIELD };
  } else if (filter && !filter.expression) {
    const message = 'is empty; write a CEL expression, or leave the filter out';
    yield { field: [...field, 'filter', 'expression'], message };
  }
}
