export type {
  AnswerExpectation,
  DenialExpectation,
  RedirectExpectation,
  RewriteExpectation,
  RouteExpectation,
} from './expectations';
export { isAnswered, isDenied, isRedirected, isRewritten, shareRouted } from './shares';
