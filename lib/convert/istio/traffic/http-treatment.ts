import type { Expression } from '../../../code';
import { type Code, variable } from '../../../code';
import { DerivePort, GrpcStatus, HttpMethod, RetryOn, UnmatchedPreflights } from '../../../constructs';
import { CannotSay, type Fields, isNumber, isText, type Spot } from '../fields';
import { duration, enumerated, istio, memberOf, options, stringMatch } from '../words';

export function retries(fields: Fields): Code {
  return {
    attempts: fields.required('attempts', fields.number('attempts')),
    perTryTimeout: duration(fields, 'perTryTimeout'),
    retryOn: fields.say('retryOn', isText, (text, spot) =>
      text.split(',').map((condition) => retryCondition(condition, spot)),
    ),
    retryRemoteLocalities: fields.flag('retryRemoteLocalities'),
    retryIgnorePreviousHosts: fields.flag('retryIgnorePreviousHosts'),
    backoff: duration(fields, 'backoff'),
  };
}

/** A status code, or a condition of Envoy. */
function retryCondition(text: string, spot: Spot): Code {
  return String(Number(text)) === text ? Number(text) : memberOf({ RetryOn }, text, spot);
}

export function fault(fields: Fields): Code {
  return {
    abort: fields.object('abort', abort),
    delay: fields.object('delay', (delay) => ({
      fixedDelay: delay.required('fixedDelay', duration(delay, 'fixedDelay')),
      percentage: faultPercentage(delay),
    })),
  };
}

function abort(fields: Fields): Code {
  const percentage = options({ percentage: faultPercentage(fields) });
  if (fields.has('httpStatus')) {
    return istio('FaultAbort.httpStatus').call(fields.take('httpStatus', isNumber), percentage);
  }
  const status = enumerated(fields, 'grpcStatus', { GrpcStatus });
  return istio('FaultAbort.grpcStatus').call(fields.required('grpcStatus', status), percentage);
}

/** The percentage of a fault, which is always written. */
function faultPercentage(fields: Fields): Expression | undefined {
  const value = percentage(fields);
  const said = fields.required('percentage', value);
  return said.node.is === 'data' && said.node.value === 100 ? undefined : said;
}

export function percentage(fields: Fields, name = 'percentage'): Expression | undefined {
  return fields.object(name, (inner) => inner.required('value', inner.number('value')));
}

export function corsPolicy(fields: Fields): Code {
  return {
    allowOrigins: fields.required('allowOrigins', fields.itemsOrNone('allowOrigins', stringMatch)),
    allowMethods: fields.items('allowMethods', (value, spot) =>
      value === '*' ? value : memberOf({ HttpMethod }, value, spot),
    ),
    allowHeaders: fields.texts('allowHeaders'),
    exposeHeaders: fields.texts('exposeHeaders'),
    maxAge: duration(fields, 'maxAge'),
    allowCredentials: fields.flag('allowCredentials'),
    unmatchedPreflights: enumerated(fields, 'unmatchedPreflights', { UnmatchedPreflights }),
  };
}

export function headers(fields: Fields): Code {
  return {
    request: fields.object('request', headerOperations),
    response: fields.object('response', headerOperations),
  };
}

function headerOperations(fields: Fields): Code {
  return { set: fields.textMap('set'), add: fields.textMap('add'), remove: fields.texts('remove') };
}

export function redirect(fields: Fields): Code {
  return {
    uri: fields.text('uri'),
    prefixRewrite: fields.text('prefixRewrite'),
    authority: fields.text('authority'),
    scheme: fields.say('scheme', isOneOf('http', 'https'), (scheme) => scheme),
    port: fields.number('port') ?? enumerated(fields, 'derivePort', { DerivePort }),
    redirectCode: fields.say('redirectCode', isOneOf(301, 302, 303, 307, 308), (code) => code),
  };
}

function isOneOf<Value>(...values: readonly Value[]): (value: unknown) => value is Value {
  return (value): value is Value => values.includes(value as Value);
}

export function directResponse(fields: Fields): Code {
  return {
    status: fields.required('status', fields.number('status')),
    body: fields.object('body', (body) =>
      body.has('bytes') ? bytes(body) : body.required('string', body.text('string')),
    ),
  };
}

function bytes(body: Fields): Code {
  return body.required(
    'bytes',
    body.say('bytes', isText, (text, spot) => {
      if (Buffer.from(text, 'base64').toString('base64') !== text) {
        throw new CannotSay(spot.path);
      }
      return variable('Buffer').member('from').call(text, 'base64');
    }),
  );
}

export function rewrite(fields: Fields): Code {
  const authority = fields.text('authority');
  if (fields.has('uri')) {
    const uri = fields.required('uri', fields.text('uri'));
    return istio('HttpRewrite.uri').call(uri, options({ authority }));
  }
  const regex = fields.within('uriRegexRewrite', (inner) => [
    inner.required('match', inner.text('match')),
    inner.required('rewrite', inner.text('rewrite')),
  ]);
  if (regex) {
    return istio('HttpRewrite.uriRegex').call(...regex, options({ authority }));
  }
  return istio('HttpRewrite.authority').call(fields.required('authority', authority));
}
