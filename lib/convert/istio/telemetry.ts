import type { Code, Expression } from '../../code';
import { IstioMetric, WorkloadMode } from '../../constructs';
import { CannotSay, Fields, isText } from './fields';
import type { Raised } from './raised';
import { policyTarget } from './targets';
import { duration, enumerated, istio, memberOf, options } from './words';

export function telemetry(fields: Fields): Raised {
  return {
    construct: istio('Telemetry'),
    props: {
      ...policyTarget(fields),
      tracing: fields.list('tracing', tracing),
      metrics: fields.list('metrics', metrics),
      accessLogging: fields.list('accessLogging', accessLogging),
    },
  };
}

function tracing(fields: Fields): Code {
  return {
    mode: mode(fields),
    providers: providers(fields),
    randomSamplingPercentage: fields.number('randomSamplingPercentage'),
    disableSpanReporting: fields.flag('disableSpanReporting'),
    disableContextPropagation: fields.flag('disableContextPropagation'),
    customTags: fields.map('customTags', (value, spot) => Fields.of(value, spot, customTag)),
    enableIstioTags: fields.flag('enableIstioTags'),
    useRequestIdForTraceSampling: fields.flag('useRequestIdForTraceSampling'),
  };
}

function customTag(fields: Fields): Code {
  for (const kind of ['literal', 'formatter'] as const) {
    const value = fields.within(kind, (tag) => tag.required('value', tag.text('value')));
    if (value) {
      return istio(`CustomTag.${kind}`).call(value);
    }
  }
  for (const kind of ['environment', 'header'] as const) {
    const args = fields.within(kind, (tag) => [
      tag.required('name', tag.text('name')),
      options({ defaultValue: tag.text('defaultValue') }),
    ]);
    if (args) {
      return istio(`CustomTag.${kind}`).call(...args);
    }
  }
  throw new CannotSay(fields.path);
}

function metrics(fields: Fields): Code {
  return {
    providers: providers(fields),
    overrides: fields.listOrNone('overrides', metricsOverrides),
    reportingInterval: duration(fields, 'reportingInterval'),
  };
}

function metricsOverrides(fields: Fields): Code {
  const match = fields.within('match', (inner) => ({
    metric: metric(inner),
    mode: enumerated(inner, 'mode', { WorkloadMode }),
  }));
  if (match && options(match) === undefined) {
    throw new CannotSay([...fields.path, 'match']);
  }
  return {
    ...match,
    disabled: fields.flag('disabled'),
    tagOverrides: fields.map('tagOverrides', (value, spot) => Fields.of(value, spot, tagOverride)),
  };
}

function metric(fields: Fields): Expression | undefined {
  return (
    fields.say('customMetric', isText, (name) => istio('MetricMatch.custom').call(name)) ??
    fields.say('metric', isText, (name, spot) =>
      istio('MetricMatch.standard').call(memberOf({ IstioMetric }, name, spot)),
    )
  );
}

function tagOverride(fields: Fields): Code {
  const operation = fields.take('operation', isText);
  if (operation === undefined) {
    return fields.required('value', fields.text('value'));
  }
  if (operation === 'UPSERT') {
    return istio('TagOverride.upsert').call(fields.required('value', fields.text('value')));
  }
  if (operation === 'REMOVE') {
    return istio('TagOverride.remove').call();
  }
  throw new CannotSay([...fields.path, 'operation']);
}

function accessLogging(fields: Fields): Code {
  return {
    mode: mode(fields),
    providers: providers(fields),
    disabled: fields.flag('disabled'),
    filter: fields.object('filter', (filter) => filter.required('expression', filter.text('expression'))),
  };
}

function mode(fields: Fields): Expression | undefined {
  return fields.object('match', (match) =>
    match.required('mode', enumerated(match, 'mode', { WorkloadMode })),
  );
}

function providers(fields: Fields): Expression | undefined {
  return fields.list('providers', (provider) => provider.required('name', provider.text('name')));
}
