import type {
  TelemetrySpec,
  TelemetrySpecAccessLogging,
  TelemetrySpecMetrics,
  TelemetrySpecMetricsOverrides,
  TelemetrySpecTracing,
} from '../../../imports/telemetry.istio.io';
import { shown } from '../../catalogue/words';
import type { FieldPath } from '../../manifests/manifest';
import { type Problem, withType } from '../problem';
import { IGNORED_FIELD, NO_EFFECT, REFUSED, UNUSABLE_VALUE, WARNED } from '../problem-types';
import { syntaxMistake } from '../schema/cel/syntax';
import type { AdmissionObject } from '../validator';
import { durationProblems } from '../values/durations';
import { requestHeaderNameProblems } from '../values/header-names';
import { percentProblems } from '../values/numbers';
import { validatePolicyTarget } from '../values/policy-target';

/** What is wrong with a Telemetry. */
export function* validateTelemetry({ namespace, spec }: AdmissionObject<TelemetrySpec>): Iterable<Problem> {
  yield* validatePolicyTarget(spec, namespace);
  const { tracing = [], metrics = [], accessLogging = [] } = spec;
  if (tracing.length + metrics.length + accessLogging.length === 0) {
    const message = 'has no tracing, metrics or accessLogging, so nothing changes; add one of them';
    yield { field: ['spec'], message, type: NO_EFFECT };
  }
  if (tracing.length > 1) {
    const message = `has ${tracing.length} entries, and Istio promises to use one; merge them`;
    yield { field: ['spec', 'tracing'], message, type: WARNED };
  }
  for (const [i, entry] of tracing.entries()) {
    yield* validateTracing(['spec', 'tracing', i], entry);
  }
  for (const [i, entry] of metrics.entries()) {
    yield* validateMetrics(['spec', 'metrics', i], entry);
  }
  for (const [i, entry] of accessLogging.entries()) {
    yield* validateAccessLogging(['spec', 'accessLogging', i], entry);
  }
}

function* validateProviders(
  field: FieldPath,
  providers: TelemetrySpecTracing['providers'] = [],
): Iterable<Problem> {
  for (const [i, { name }] of providers.entries()) {
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
    const message = `has ${providers.length} entries, and only "${providers[0]?.name}" gets spans; keep one of them`;
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
    yield { field, message: 'has a tag without a name; add the name' };
  }
  const [source, ...others] = Object.entries({ literal, environment, header, formatter })
    .filter(([, value]) => value !== undefined)
    .map(([kind]) => kind);
  if (source === undefined) {
    const message = 'has no value; set literal, environment, header or formatter';
    yield { field: at, message, type: NO_EFFECT };
  }
  for (const other of others) {
    yield { field: [...at, other], message: `cannot be used with ${source}; keep one of them` };
  }
  for (const [kind, value] of Object.entries({ literal: literal?.value, formatter: formatter?.value })) {
    if (value === '') {
      const message = 'is empty; write a value, or remove the tag';
      const type = kind === 'literal' ? REFUSED : UNUSABLE_VALUE;
      yield { field: [...at, kind, 'value'], message, type };
    }
  }
  if (environment?.name === '') {
    const message = 'is empty; name an environment variable';
    yield { field: [...at, 'environment', 'name'], message };
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
  const { metric = 'ALL_METRICS' as const, customMetric, mode = 'CLIENT_AND_SERVER' as const } = match;
  if (match.metric !== undefined && customMetric !== undefined) {
    const message = `"${customMetric}" cannot be used with metric ${metric}; write an override for each`;
    yield { field: [...field, 'match', 'customMetric'], message };
  } else if (customMetric === '') {
    yield { field: [...field, 'match', 'customMetric'], message: 'is empty; name the metric' };
  }
  if (disabled === undefined && !tagOverrides) {
    yield { field, message: 'overrides nothing; set disabled or tagOverrides', type: NO_EFFECT };
  }
  const matchesAll = customMetric === undefined && metric === 'ALL_METRICS' && mode === 'CLIENT_AND_SERVER';
  if (disabled && tagOverrides && matchesAll) {
    const message = 'has no effect, because all metrics are disabled; remove it, or name a metric to disable';
    yield { field: [...field, 'tagOverrides'], message, type: IGNORED_FIELD };
  }
  for (const [name, { operation, value }] of Object.entries(tagOverrides ?? {})) {
    const at = [...field, 'tagOverrides', name, 'value'];
    if (name === '') {
      const message = 'has a tag without a name; add the name';
      yield { field: [...field, 'tagOverrides'], message, type: WARNED };
    }
    if (operation === 'REMOVE') {
      if (value) {
        yield { field: at, message: `"${value}" is not used with REMOVE; remove it` };
      }
    } else if (!value) {
      yield { field: at, message: 'is missing; write an expression, or use the operation REMOVE' };
    }
  }
}

function* validateAccessLogging(
  field: FieldPath,
  { disabled, filter, providers }: TelemetrySpecAccessLogging,
): Iterable<Problem> {
  yield* validateProviders([...field, 'providers'], providers);
  if (!filter) {
    return;
  }
  const { expression = '' } = filter;
  const mistake = syntaxMistake(expression);
  if (expression.trim() === '') {
    const message = 'is empty; write a CEL expression, or remove the filter';
    yield { field: [...field, 'filter', 'expression'], message };
  } else if (mistake !== undefined) {
    const message = `${shown(expression)} is not a CEL expression (${mistake}); write one such as "response.code >= 400"`;
    yield { field: [...field, 'filter', 'expression'], message };
  } else if (disabled) {
    const message = 'is ignored with disabled: true; remove one of them';
    yield { field: [...field, 'filter'], message, type: IGNORED_FIELD };
  }
}
