export type {
  AnswerExpectation,
  DelayExpectation,
  DenialExpectation,
  DurationText,
  HostTarget,
  MirrorExpectation,
  RedirectExpectation,
  RetriesExpectation,
  RewriteExpectation,
  RouteExpectation,
  Target,
} from './expectations';
export { isAnswered, isDenied, isRedirected, isRewritten, shareRouted } from './shares';
export { delayOf, isTreatedSo, millisecondsOf, mirrorsIn } from './treated-so';
export { delaysOf, mirrorsOf, retriesOf, timeoutOf, type WayTo, wayTo, wholeWay } from './way-to';
