import { ApiObject, Duration, JsonPatch } from 'cdk8s';
import { Deployment } from 'cdk8s-plus-28';
import {
  type AccessLogging,
  CustomTag,
  IstioMetric,
  MetricMatch,
  type Metrics,
  TagOverride,
  TargetReference,
  Telemetry,
  type TelemetryProps,
  type Tracing,
  WorkloadMode,
} from '../../lib';
import { mistakesOf, newChart, specOf } from '../support';

const newTelemetry = (props: TelemetryProps) => new Telemetry(newChart(), 'telemetry', props);

function mistakesIn(props: TelemetryProps): string[] {
  return mistakesOf(newTelemetry(props)).map((line) =>
    line.replace('[test/telemetry] Telemetry "test-telemetry": spec', ''),
  );
}

test('traces, with a tag', () => {
  const telemetry = newTelemetry({
    tracing: [
      {
        providers: ['jaeger'],
        randomSamplingPercentage: 10,
        customTags: { environment: CustomTag.literal('staging') },
      },
    ],
  });

  expect(ApiObject.of(telemetry).toJson()).toEqual({
    apiVersion: 'telemetry.istio.io/v1',
    kind: 'Telemetry',
    metadata: { name: 'test-telemetry', namespace: 'default' },
    spec: {
      tracing: [
        {
          customTags: { environment: { literal: { value: 'staging' } } },
          providers: [{ name: 'jaeger' }],
          randomSamplingPercentage: 10,
        },
      ],
    },
  });
  expect(mistakesOf(telemetry)).toEqual([]);
});

describe('whom it is for', () => {
  const accessLogging = [{}];
  const deployment = () => new Deployment(newChart(), 'shop', { containers: [{ image: 'x' }] });

  test('pods of its own namespace only, even in the root namespace', () => {
    const selector = deployment();

    expect(specOf(newTelemetry({ selector, accessLogging }))).toEqual({
      selector: { matchLabels: selector.matchLabels },
      accessLogging: [{}],
    });
    expect(
      mistakesOf(new Telemetry(newChart('istio-system'), 'telemetry', { selector, accessLogging })),
    ).toEqual([
      '[test/telemetry] Telemetry "test-telemetry": spec.selector.matchLabels selects the pods of Deployment ' +
        '"test-shop" in namespace "default", but can only select pods in its own, "istio-system"; put it into a chart of that namespace [IST9043]',
    ]);
  });

  test('waypoints', () => {
    const targetRefs = [TargetReference.gateway('waypoint')];

    expect(specOf(newTelemetry({ targetRefs, accessLogging }))).toEqual({
      targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'waypoint' }],
      accessLogging: [{}],
    });
    expect(mistakesIn({ targetRefs, accessLogging })).toEqual([]);
    expect(mistakesIn({ targetRefs, accessLogging, selector: { app: 'x' } })).toEqual([
      '.targetRefs cannot be used with spec.selector; keep one of them, or write two policies [IST0106]',
    ]);
  });
});

test('says what is added after construction, behind the rest', () => {
  const telemetry = newTelemetry({ tracing: [{ mode: WorkloadMode.CLIENT }] });
  telemetry.addTracing({ mode: WorkloadMode.SERVER });
  telemetry.addMetrics({ providers: ['prometheus'] });
  telemetry.addAccessLogging({ disabled: true });

  expect(specOf(telemetry)).toEqual({
    tracing: [{ match: { mode: 'CLIENT' } }, { match: { mode: 'SERVER' } }],
    metrics: [{ providers: [{ name: 'prometheus' }] }],
    accessLogging: [{ disabled: true }],
  });
  expect(mistakesOf(telemetry)).toEqual([
    '[test/telemetry] Telemetry "test-telemetry": spec.tracing has 2 entries, and Istio promises to use one; merge them [IST0133]',
  ]);
});

test('nothing at all is refused', () => {
  expect(mistakesIn({})).toEqual([
    ' has no tracing, metrics or accessLogging, so nothing changes; add one of them [IST9010]',
  ]);
});

describe('tracing', () => {
  test('with all that can be said', () => {
    const tracing: Tracing = {
      mode: WorkloadMode.CLIENT_AND_SERVER,
      providers: ['jaeger'],
      randomSamplingPercentage: 0,
      disableSpanReporting: false,
      disableContextPropagation: true,
      enableIstioTags: false,
      useRequestIdForTraceSampling: false,
      customTags: {
        fixed: CustomTag.literal('a'),
        node: CustomTag.environment('NODE'),
        zone: CustomTag.environment('ZONE', { defaultValue: 'b' }),
        user: CustomTag.header('x-user'),
        tenant: CustomTag.header('x-tenant', { defaultValue: 'c' }),
        details: CustomTag.formatter('%RESPONSE_CODE_DETAILS%'),
      },
    };

    expect(specOf(newTelemetry({ tracing: [tracing] }))).toEqual({
      tracing: [
        {
          match: { mode: 'CLIENT_AND_SERVER' },
          providers: [{ name: 'jaeger' }],
          randomSamplingPercentage: 0,
          disableSpanReporting: false,
          disableContextPropagation: true,
          enableIstioTags: false,
          useRequestIdForTraceSampling: false,
          customTags: {
            fixed: { literal: { value: 'a' } },
            node: { environment: { name: 'NODE' } },
            zone: { environment: { name: 'ZONE', defaultValue: 'b' } },
            user: { header: { name: 'x-user' } },
            tenant: { header: { name: 'x-tenant', defaultValue: 'c' } },
            details: { formatter: { value: '%RESPONSE_CODE_DETAILS%' } },
          },
        },
      ],
    });
    expect(mistakesIn({ tracing: [tracing] })).toEqual([]);
  });

  const tag = (customTag: CustomTag) => ({ customTags: { a: customTag } });

  test.each<[string, Tracing, string[]]>([
    [
      'two providers',
      { providers: ['a', 'b'] },
      ['.providers has 2 entries, and only "a" gets spans; keep one of them [IST0133]'],
    ],
    [
      'a provider without a name',
      { providers: [''] },
      ['.providers[0].name is empty; name one of the extensionProviders of the mesh [IST0106]'],
    ],
    [
      'more than all',
      { randomSamplingPercentage: 100.1 },
      ['.randomSamplingPercentage 100.1 is not a percentage; use a number from 0 to 100 [IST0106]'],
    ],
    [
      'less than none',
      { randomSamplingPercentage: -1 },
      ['.randomSamplingPercentage -1 is not a percentage; use a number from 0 to 100 [IST0106]'],
    ],
    ['all', { randomSamplingPercentage: 100 }, []],
    ['a little', { randomSamplingPercentage: 0.01 }, []],
    [
      'a tag without a name',
      { customTags: { '': CustomTag.literal('a') } },
      ['.customTags has a tag without a name; add the name [IST0106]'],
    ],
    [
      'an empty tag',
      tag(CustomTag.literal('')),
      ['.customTags.a.literal.value is empty; write a value, or remove the tag [IST0106]'],
    ],
    [
      'an empty format',
      tag(CustomTag.formatter('')),
      ['.customTags.a.formatter.value is empty; write a value, or remove the tag [IST9015]'],
    ],
    [
      'no variable',
      tag(CustomTag.environment('')),
      ['.customTags.a.environment.name is empty; name an environment variable [IST0106]'],
    ],
    ['a pseudo-header', tag(CustomTag.header(':path')), []],
    [
      'no header',
      tag(CustomTag.header('x y')),
      ['.customTags.a.header.name "x y" is not the name of a header; use letters, digits and "-" [IST9015]'],
    ],
  ])('%s', (_, tracing, mistakes) => {
    expect(mistakesIn({ tracing: [tracing] })).toEqual(mistakes.map((mistake) => `.tracing[0]${mistake}`));
  });

  test.each([
    [{}, ' has no value; set literal, environment, header or formatter [IST9010]'],
    [
      { literal: { value: 'a' }, header: { name: 'b' } },
      '.header cannot be used with literal; keep one of them [IST0106]',
    ],
  ])('a JSON patch with tag %j', (value, mistake) => {
    const telemetry = newTelemetry({ tracing: [tag(CustomTag.literal('a'))] });
    ApiObject.of(telemetry).addJsonPatch(JsonPatch.replace('/spec/tracing/0/customTags/a', value));

    expect(mistakesOf(telemetry)).toEqual([
      `[test/telemetry] Telemetry "test-telemetry": spec.tracing[0].customTags.a${mistake}`,
    ]);
  });
});

describe('metrics', () => {
  test('with all that can be said', () => {
    const metrics: Metrics = {
      providers: ['prometheus', 'stackdriver'],
      reportingInterval: Duration.seconds(5),
      overrides: [
        {
          metric: MetricMatch.standard(IstioMetric.REQUEST_COUNT),
          mode: WorkloadMode.SERVER,
          tagOverrides: {
            host: TagOverride.upsert('request.host'),
            path: 'request.url_path',
            reporter: TagOverride.remove(),
          },
        },
        { metric: MetricMatch.custom('my_metric'), disabled: true },
        { mode: WorkloadMode.CLIENT, disabled: false },
        { disabled: true },
      ],
    };

    expect(specOf(newTelemetry({ metrics: [metrics] }))).toEqual({
      metrics: [
        {
          providers: [{ name: 'prometheus' }, { name: 'stackdriver' }],
          reportingInterval: '5s',
          overrides: [
            {
              match: { metric: 'REQUEST_COUNT', mode: 'SERVER' },
              tagOverrides: {
                host: { operation: 'UPSERT', value: 'request.host' },
                path: { value: 'request.url_path' },
                reporter: { operation: 'REMOVE' },
              },
            },
            { match: { customMetric: 'my_metric' }, disabled: true },
            { match: { mode: 'CLIENT' }, disabled: false },
            { disabled: true },
          ],
        },
      ],
    });
    expect(mistakesIn({ metrics: [metrics] })).toEqual([]);
  });

  const tagOverrides = { a: TagOverride.remove() };

  test.each<[string, Metrics, string[]]>([
    [
      'a provider without a name',
      { providers: [''] },
      ['.providers[0].name is empty; name one of the extensionProviders of the mesh [IST0106]'],
    ],
    [
      'no interval',
      { reportingInterval: Duration.millis(0) },
      [
        '.reportingInterval "0ms" is not a duration of at least 1ms in whole milliseconds; write one such as "5s" [IST0106]',
      ],
    ],
    [
      'an override of nothing',
      { overrides: [{ mode: WorkloadMode.CLIENT }] },
      ['.overrides[0] overrides nothing; set disabled or tagOverrides [IST9010]'],
    ],
    [
      'tags of no metric',
      { overrides: [{ disabled: true, tagOverrides }] },
      [
        '.overrides[0].tagOverrides has no effect, because all metrics are disabled; remove it, or name a metric to disable [IST9013]',
      ],
    ],
    [
      'tags of one that a narrower Telemetry may bring back',
      {
        overrides: [{ metric: MetricMatch.standard(IstioMetric.REQUEST_SIZE), disabled: true, tagOverrides }],
      },
      [],
    ],
    [
      'a metric without a name',
      { overrides: [{ metric: MetricMatch.custom(''), tagOverrides }] },
      ['.overrides[0].match.customMetric is empty; name the metric [IST0106]'],
    ],
    [
      'a tag without a name',
      { overrides: [{ tagOverrides: { '': TagOverride.remove() } }] },
      ['.overrides[0].tagOverrides has a tag without a name; add the name [IST0133]'],
    ],
    [
      'a tag without a value',
      { overrides: [{ tagOverrides: { a: TagOverride.upsert('') } }] },
      [
        '.overrides[0].tagOverrides.a.value is missing; write an expression, or use the operation REMOVE [IST0106]',
      ],
    ],
  ])('%s', (_, metrics, mistakes) => {
    expect(mistakesIn({ metrics: [metrics] })).toEqual(mistakes.map((mistake) => `.metrics[0]${mistake}`));
  });

  test('what a JSON patch breaks', () => {
    const telemetry = newTelemetry({
      metrics: [{ overrides: [{ metric: MetricMatch.custom('m'), tagOverrides }] }],
    });
    ApiObject.of(telemetry).addJsonPatch(
      JsonPatch.add('/spec/metrics/0/overrides/0/match/metric', 'REQUEST_SIZE'),
      JsonPatch.add('/spec/metrics/0/overrides/0/tagOverrides/a/value', 'x'),
    );

    const field = '[test/telemetry] Telemetry "test-telemetry": spec.metrics[0].overrides[0]';
    expect(mistakesOf(telemetry)).toEqual([
      `${field}.match.customMetric "m" cannot be used with metric REQUEST_SIZE; write an override for each [IST0106]`,
      `${field}.tagOverrides.a.value "x" is not used with REMOVE; remove it [IST0106]`,
    ]);
  });
});

describe('access logs', () => {
  test('with all that can be said', () => {
    const accessLogging: AccessLogging = {
      mode: WorkloadMode.SERVER,
      providers: ['otel'],
      disabled: false,
      filter: 'response.code >= 400',
    };

    expect(specOf(newTelemetry({ accessLogging: [accessLogging] }))).toEqual({
      accessLogging: [
        {
          match: { mode: 'SERVER' },
          providers: [{ name: 'otel' }],
          disabled: false,
          filter: { expression: 'response.code >= 400' },
        },
      ],
    });
    expect(mistakesIn({ accessLogging: [accessLogging] })).toEqual([]);
  });

  test.each<[string, AccessLogging, string]>([
    [
      'a provider without a name',
      { providers: [''] },
      '.providers[0].name is empty; name one of the extensionProviders of the mesh [IST0106]',
    ],
    [
      'a condition on nothing',
      { disabled: true, filter: 'true' },
      '.filter is ignored with disabled: true; remove one of them [IST9013]',
    ],
    [
      'an empty condition',
      { filter: '' },
      '.filter.expression is empty; write a CEL expression, or remove the filter [IST0106]',
    ],
  ])('%s', (_, accessLogging, mistake) => {
    expect(mistakesIn({ accessLogging: [accessLogging] })).toEqual([`.accessLogging[0]${mistake}`]);
  });
});
