import { isRecord } from '../../manifests/manifest';
import { readYamlValue } from '../../manifests/yaml/documents';

type Problem = string | undefined;

/** The problem with the value of a field; undefined for a good value. */
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
 * The problem with the ProxyConfig that an annotation holds as YAML, as far as its common fields go. Istio ignores fields
 * that it does not know.
 *
 * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig
 */
export function proxyConfigProblem(text: string): Problem {
  const config = parsed(text);
  if (config === null) {
    return undefined;
  }
  if (!isRecord(config)) {
    return 'is not a map in YAML; write the fields of a ProxyConfig';
  }
  for (const [field, value] of Object.entries(config)) {
    // An empty field means the same as an absent one.
    const problem = value === null ? undefined : checkOf(field)?.(value);
    if (problem) {
      return `has a ${field} that ${problem}`;
    }
  }
  return undefined;
}

/** The image type that such a configuration chooses; undefined where it does not choose one. */
export function imageTypeOf(text: string): string | undefined {
  const config = parsed(text);
  const image = isRecord(config) ? config.image : undefined;
  return isRecord(image) && typeof image.imageType === 'string' ? image.imageType : undefined;
}

/** The value, null where the text is empty, undefined where it is not YAML. */
function parsed(text: string): unknown {
  try {
    return readYamlValue(text);
  } catch {
    return undefined;
  }
}

/** Protobuf also accepts a name in snake case. */
function checkOf(field: string): ((value: unknown) => Problem) | undefined {
  const name = field.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
}

function textProblem(value: unknown): Problem {
  return typeof value === 'string' && value !== '' ? undefined : `is not a string; write it in quotes`;
}

function booleanProblem(value: unknown): Problem {
  return typeof value === 'boolean' ? undefined : `is not a boolean; use true or false, without quotes`;
}

/** Protobuf also accepts a number in quotes. */
function wholeNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
  return Number.isInteger(number) ? (number as number) : undefined;
}

function wholeNumberProblem(value: unknown): Problem {
  return wholeNumber(value) === undefined ? 'is not a whole number; write a number such as 2' : undefined;
}

function portProblem(value: unknown): Problem {
  const port = wholeNumber(value) ?? 0;
  return port >= 1 && port <= 65535 ? undefined : 'is not a port; use a number from 1 to 65535';
}

function addressProblem(value: unknown): Problem {
  const [, host = '', port = ''] = typeof value === 'string' ? (/^(.+):(\d+)$/.exec(value) ?? []) : [];
  return host !== '' && portProblem(port) === undefined
    ? undefined
    : 'is not an address; write host and port, such as "istiod.istio-system.svc:15012"';
}

function durationProblem(value: unknown): Problem {
  return seconds(value) === undefined ? 'is not a duration; use seconds, such as "45s"' : undefined;
}

function drainProblem(value: unknown): Problem {
  const length = seconds(value);
  return length !== undefined && length >= 1 && Number.isInteger(length)
    ? undefined
    : 'is not a drain time; use whole seconds, such as "45s"';
}

/** In Protobuf, a duration is a number of seconds. */
function seconds(value: unknown): number | undefined {
  const isDuration = typeof value === 'string' && /^-?\d+(\.\d{1,9})?s$/.test(value);
  return isDuration ? Number(value.slice(0, -1)) : undefined;
}

function textListProblem(value: unknown): Problem {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string')
    ? undefined
    : 'is not a list of strings; write each in quotes';
}

function textMapProblem(value: unknown): Problem {
  if (!isRecord(value)) {
    return 'is not a map; write names and values';
  }
  const [name] = Object.entries(value).find(([, entry]) => typeof entry !== 'string') ?? [];
  return name === undefined ? undefined : `does not hold a string for "${name}"; write the value in quotes`;
}
