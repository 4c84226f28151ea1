import { isRecord } from '../../manifests/manifest';
import { readYamlValue } from '../../manifests/read-yaml';

type Problem = string | undefined;

/** What is wrong with a value of a field. */
const FIELDS: Readonly<Record<string, (value: unknown) => Problem>> = {
  binaryPath: textProblem,
  concurrency: wholeNumberProblem,
  configPath: textProblem,
  discoveryAddress: addressProblem,
  drainDuration: drainProblem,
  extraStatTags: textListProblem,
  holdApplicationUntilProxyStarts: booleanProblem,
  proxyAdminPort: portProblem,
  proxyMetadata: textMapProblem,
  runtimeValues: textMapProblem,
  statsdUdpAddress: addressProblem,
  statusPort: portProblem,
  terminationDrainDuration: durationProblem,
};

/**
 * What is wrong with the ProxyConfig that an annotation holds as YAML, as far as its common fields go. Fields that
 * Istio does not know it ignores.
 *
 * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig
 */
export function proxyConfigProblem(text: string): Problem {
  const config = parsed(text);
  if (config === null) {
    return undefined;
  }
  if (!isRecord(config)) {
    return 'is no map in YAML; write the fields of a ProxyConfig';
  }
  for (const [field, value] of Object.entries(config)) {
    // Nothing is as good as no field.
    const problem = value === null ? undefined : checkOf(field)?.(value);
    if (problem) {
      return `has a ${field} that ${problem}`;
    }
  }
  return undefined;
}

/** The image type that such a configuration asks for; undefined where it asks for none. */
export function imageTypeOf(text: string): string | undefined {
  const config = parsed(text);
  const image = isRecord(config) ? config.image : undefined;
  return isRecord(image) && typeof image.imageType === 'string' ? image.imageType : undefined;
}

/** The value, null where nothing is written, undefined where it is no YAML. */
function parsed(text: string): unknown {
  try {
    return readYamlValue(text);
  } catch {
    return undefined;
  }
}

/** Protobuf takes a name in snake case too. */
function checkOf(field: string): ((value: unknown) => Problem) | undefined {
  const name = field.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
}

function textProblem(value: unknown): Problem {
  return typeof value === 'string' && value !== '' ? undefined : `is no text; write it in quotes`;
}

function booleanProblem(value: unknown): Problem {
  return typeof value === 'boolean' ? undefined : `is no boolean; use true or false, without quotes`;
}

/** Protobuf takes numbers in quotes too. */
function wholeNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
  return Number.isInteger(number) ? (number as number) : undefined;
}

function wholeNumberProblem(value: unknown): Problem {
  return wholeNumber(value) === undefined ? 'is no whole number; use one such as 2' : undefined;
}

function portProblem(value: unknown): Problem {
  const port = wholeNumber(value) ?? 0;
  return port >= 1 && port <= 65535 ? undefined : 'is no port; use a number from 1 to 65535';
}

function addressProblem(value: unknown): Problem {
  const [, host = '', port = ''] = typeof value === 'string' ? (/^(.+):(\d+)$/.exec(value) ?? []) : [];
  return host !== '' && portProblem(port) === undefined
    ? undefined
    : 'is no address; write host and port, such as "istiod.istio-system.svc:15012"';
}

function durationProblem(value: unknown): Problem {
  return seconds(value) === undefined ? 'is no duration; use seconds, such as "45s"' : undefined;
}

function drainProblem(value: unknown): Problem {
  const length = seconds(value);
  return length !== undefined && length >= 1 && Number.isInteger(length)
    ? undefined
    : 'is no drain time; use whole seconds, such as "45s"';
}

/** Protobuf's durations know no unit but seconds. */
function seconds(value: unknown): number | undefined {
  const isDuration = typeof value === 'string' && /^-?\d+(\.\d{1,9})?s$/.test(value);
  return isDuration ? Number(value.slice(0, -1)) : undefined;
}

function textListProblem(value: unknown): Problem {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string')
    ? undefined
    : 'is no list of texts; write each in quotes';
}

function textMapProblem(value: unknown): Problem {
  if (!isRecord(value)) {
    return 'is no map; write names and values';
  }
  const [name] = Object.entries(value).find(([, entry]) => typeof entry !== 'string') ?? [];
  return name === undefined ? undefined : `holds no text for "${name}"; write the value in quotes`;
}
