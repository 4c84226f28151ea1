import type {
  TelemetrySpec,
  TelemetrySpecAccessLogging,
  TelemetrySpecMetrics,
  TelemetrySpecMetricsOverrides,
  TelemetrySpecTracing,
} from '../../../imports/telemetry.istio.io';
import {
  IGNORED_FIELD,
  NO_EFFECT,
  type Problem,
  REFUSED,
  UNUSABLE_VALUE,
  WARNED,
  withCode,
} from '../problem';
import { validatePolicyTarget } from '../values/policy-target';
import { duration, kubernetesName, percent, requestHeaderName } from '../values/values';

/** What is wrong with a Telemetry, by itself: whether the mesh has its providers is not looked at. */
export function* validateTelemetry(
  name: string,
  spec: TelemetrySpec,
  namespace: string | undefined,
): Iterable<Problem> {
  yield* kubernetesName('metadata.name', name);
  yield* validatePolicyTarget(spec, namespace);
  const { tracing = [], metrics = [], accessLogging = [] } = spec;
  if (tracing.length + metrics.length + accessLogging.length === 0) {
    const message = 'has no tracing, metrics or accessLogging, so it changes nothing; add one';
    yield { field: 'spec', message, code: NO_EFFECT };
  }
  if (tracing.length > 1) {
    const message = `has ${tracing.length} entries, of which Istio promises to follow one; merge them`;
    yield { field: 'spec.tracing', message, code: WARNED, mayBeMeant: true };
  }
  for (const [i, item] of tracing.entries()) {
    yield* validateTracing(`spec.tracing[${i}]`, item);
  }
  for (const [i, item] of metrics.entries()) {
    yield* validateMetrics(`spec.metrics[${i}]`, item);
  }
  for (const [i, item] of accessLogging.entries()) {
    yield* validateAccessLogging(`spec.accessLogging[${i}]`, item);
  }
}

function* validateProviders(field: string, providers: TelemetrySpecTracing['providers']): Iterable<Problem> {
  for (const [i, { name }] of (providers ?? []).entries()) {
    if (!name) {
      const message = 'is empty; name one of the extensionProviders of the mesh';
      yield { field: `${field}[${i}].name`, message };
    }
  }
}

function* validateTracing(field: string, tracing: TelemetrySpecTracing): Iterable<Problem> {
  const { providers = [], randomSamplingPercentage: percentage, customTags = {} } = tracing;
  yield* validateProviders(`${field}.providers`, providers);
  if (providers.length > 1) {
    const message = `are ${providers.length}, of which only "${providers[0]?.name}" would get spans; keep one`;
    yield { field: `${field}.providers`, message, code: WARNED };
  }
  yield* percent(`${field}.randomSamplingPercentage`, percentage);
  for (const [name, tag] of Object.entries(customTags)) {
    yield* validateCustomTag(`${field}.customTags`, name, tag);
  }
}

function* validateCustomTag(
  field: string,
  name: string,
  { literal, environment, header, formatter }: NonNullable<TelemetrySpecTracing['customTags']>[string],
): Iterable<Problem> {
  const at = `${field}["${name}"]`;
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
      code: NO_EFFECT,
    };
  }
  for (const other of others) {
    yield { field: `${at}.${other}`, message: `does not go with ${source}; keep one of them` };
  }
  for (const [kind, value] of Object.entries({ literal: literal?.value, formatter: formatter?.value })) {
    if (value === '') {
      yield {
        field: `${at}.${kind}.value`,
        message: 'is empty; write a value, or leave the tag out',
        code: kind === 'literal' ? REFUSED : UNUSABLE_VALUE,
      };
    }
  }
  if (environment?.name === '') {
    yield { field: `${at}.environment.name`, message: 'is empty; name an environment variable' };
  }
  if (header) {
    const code = header.name === '' ? REFUSED : UNUSABLE_VALUE;
    yield* withCode(code, requestHeaderName(`${at}.header.name`, header.name));
  }
}

function* validateMetrics(field: string, metrics: TelemetrySpecMetrics): Iterable<Problem> {
  yield* validateProviders(`${field}.providers`, metrics.providers);
  yield* duration(`${field}.reportingInterval`, metrics.reportingInterval);
  for (const [i, override] of (metrics.overrides ?? []).entries()) {
    yield* validateOverride(`${field}.overrides[${i}]`, override);
  }
}

function* validateOverride(
  field: string,
  { match = {}, disabled, tagOverrides }: TelemetrySpecMetricsOverrides,
): Iterable<Problem> {
  const { metric = 'ALL_METRICS', customMetric, mode = 'CLIENT_AND_SERVER' } = match;
  if (match.metric !== undefined && customMetric !== undefined) {
    const message = `"${customMetric}" does not go with metric ${metric}; write an override for each`;
    yield { field: `${field}.match.customMetric`, message };
  } else if (customMetric === '') {
    yield { field: `${field}.match.customMetric`, message: 'is empty; name the metric' };
  }
  if (disabled === undefined && !tagOverrides) {
    yield { field, message: 'overrides nothing; set disabled or tagOverrides', code: NO_EFFECT };
  }
  const isEverything = customMetric === undefined && metric === 'ALL_METRICS' && mode === 'CLIENT_AND_SERVER';
  if (disabled && tagOverrides && isEverything) {
    const message = 'are on metrics that are all disabled; remove them, or name a metric to disable';
    yield { field: `${field}.tagOverrides`, message, code: IGNORED_FIELD };
  }
  for (const [name, { operation, value }] of Object.entries(tagOverrides ?? {})) {
    const at = `${field}.tagOverrides["${name}"]`;
    if (name === '') {
      const message = 'has a tag without a name; name it';
      yield { field: `${field}.tagOverrides`, message, code: WARNED };
    }
    if (operation === 'REMOVE') {
      if (value) {
        yield { field: `${at}.value`, message: `"${value}" is not used with REMOVE; remove it` };
      }
    } else if (!value) {
      yield { field: `${at}.value`, message: 'is missing; write an expression, or REMOVE the tag' };
    }
  }
}

function* validateAccessLogging(
  field: string,
  { disabled, filter, providers }: TelemetrySpecAccessLogging,
): Iterable<Problem> {
  yield* validateProviders(`${field}.providers`, providers);
  if (filter && disabled) {
    const message = 'is not looked at with disabled: true; remove one of them';
    yield { field: `${field}.filter`, message, code: IGNORED_FIELD };
  } else if (filter && !filter.expression) {
    const message = 'is empty; write a CEL expression, or leave the filter out';
    yield { field: `${field}.filter.expression`, message };
  }
}
