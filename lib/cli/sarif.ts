import { pathToFileURL } from 'node:url';
import { fullName, objectName } from '../catalogue/words';
import { type Level, MESSAGE_TYPES, type Message, sentenceOf } from '../checks';
import { ownVersion, pageUrl } from '../init/own-package';
import { STANDARD_INPUT } from '../manifests/files';
import { pathWithin } from '../manifests/paths';
import type { YamlProblem } from '../manifests/read-yaml';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
/** The name of the working folder in locations. */
const WORKING_FOLDER = 'WORKINGFOLDER';
const LEVELS = { Error: 'error', Warning: 'warning', Info: 'note' } as const satisfies Record<Level, string>;

/**
 * The messages in the Static Analysis Results Interchange Format.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function asSarif(messages: readonly Message[], problems: readonly YamlProblem[]): string {
  const codes = [...new Set(messages.map(({ code }) => code))].sort();
  const run = {
    tool: { driver: { name: 'cdk8s-istio', version: ownVersion(), rules: codes.map(ruleOf) } },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { [WORKING_FOLDER]: { uri: pathToFileURL(`${process.cwd()}/`).href } },
    invocations: [
      {
        executionSuccessful: problems.length === 0,
        toolExecutionNotifications: problems.map(notificationOf),
      },
    ],
    results: messages.map((message) => resultOf(message, codes.indexOf(message.code))),
  };
  return JSON.stringify({ $schema: SCHEMA, version: '2.1.0', runs: [run] }, undefined, 2);
}

function ruleOf(code: string): object {
  const type = MESSAGE_TYPES.find((one) => one.code === code);
  if (type === undefined) {
    throw new TypeError(`${code} is not in the catalogue`);
  }
  const { name, summary, level } = type;
  const advice = (quote: string) =>
    `${summary} To leave out this code, call "cdk8s-istio check --ignore ${code}"; to leave it out on one object, annotate the object with ${quote}galley.istio.io/analyze-suppress: ${code}${quote}.`;
  return {
    id: code,
    name,
    shortDescription: { text: summary },
    help: { text: advice(''), markdown: advice('`') },
    helpUri: pageUrl('checks.md'),
    defaultConfiguration: { level: LEVELS[level] },
  };
}

function resultOf({ code, level, object, field, message, line, column }: Message, ruleIndex: number): object {
  const name = objectName(object);
  return {
    ruleId: code,
    ruleIndex,
    level: LEVELS[level],
    message: { text: literal(`${name}: ${sentenceOf(field, message)}`) },
    locations: [
      {
        ...physicalLocation(object.origin.file, line, column),
        logicalLocations: [
          { name: fullName(object), fullyQualifiedName: name, kind: 'resource' },
          ...(field === undefined
            ? []
            : [{ name: field, fullyQualifiedName: `${name} ${field}`, kind: 'property' }]),
        ],
      },
    ],
  };
}

/** A document that could not be read. */
function notificationOf({ file, line, column, message }: YamlProblem): object {
  return {
    level: 'error',
    message: { text: literal(message) },
    locations: [physicalLocation(file, line, column)],
  };
}

/** A text without placeholders: a brace stands for itself when it is written twice. */
function literal(text: string): string {
  return text.replace(/[{}]/g, '$&$&');
}

/** A place in a file. Standard input has no places. */
function physicalLocation(
  file: string | undefined,
  line: number | undefined,
  column: number | undefined,
): object {
  if (file === undefined || file === STANDARD_INPUT) {
    return {};
  }
  const region = line === undefined ? {} : { region: { startLine: line, startColumn: column } };
  return { physicalLocation: { artifactLocation: artifactLocation(file), ...region } };
}

function artifactLocation(file: string): object {
  const path = pathWithin(process.cwd(), file);
  return path === undefined
    ? { uri: pathToFileURL(file).href }
    : { uri: path.split('/').map(encodeURIComponent).join('/'), uriBaseId: WORKING_FOLDER };
}
