/**
 * A synthesized app, served on this machine as AWS would: `cdk-cors serve` and tests open it by {@link startServer}.
 *
 * ## Ports and names
 *
 * The console has the first port, and each entrance one of the following. All listen on 127.0.0.1 and ::1 only. A request's Host decides who answers:
 *
 * | host | who answers |
 * |---|---|
 * | `localhost`, `127.0.0.1`, `[::1]` at an entrance's port | that entrance, under the name that AWS gives it |
 * | the same at the console's port | the console |
 * | `<host>.localhost` at any port, where an entrance has the host (`www.example.com.localhost`) | that entrance, under that name |
 * | `<host>.localhost` otherwise (`app.example.com.localhost`) | a page of `https://<host>`, which does what the console tells it to |
 * | a real name, over TLS | the same, with nothing to translate |
 * | anything else | 421 Misdirected Request |
 *
 * What isn't https at its usual port has one label more: `http://app.example.com:8080` is `app.example.com.http-8080.localhost`.
 *
 * Only origins are translated, never paths: `http://localhost:4002/prod/items` is `https://<id>.execute-api.<region>.amazonaws.com/prod/items`. In requests
 * these are Host, Origin and Referer; in answers Access-Control-Allow-Origin, Timing-Allow-Origin, Location, Content-Location, the Domain of Set-Cookie and
 * the sources of Content-Security-Policy. `*`, `null` and origins that aren't played stay as they are, so that a browser decides as it would.
 *
 * What a name under `.localhost` can't be: browsers take the last two labels for the site, so that `app.example.com` and `api.other.com` are one site
 * here (`com.localhost`), which matters to cookies with SameSite; ports don't keep cookies apart; Safari keeps no Secure cookie of plain http. Over TLS, with
 * real names, all of it is as on AWS.
 *
 * ## Failures
 *
 * A request can be asked to fail the way that a gateway does, without a header that would make it need another preflight: by the query parameter
 * `cdk-cors-failure=UNAUTHORIZED`, which no back end sees, or by `POST /api/failure` for all requests, or all of a page's origin. Preflights never fail by it.
 *
 * ## The console's API
 *
 * At the console's port, for its own page only: Host must be this machine, Origin (where there is one) the console's, and POST must be `application/json`.
 * A refusal is `{ message }` with a status of 400 or above.
 *
 * | endpoint | answers |
 * |---|---|
 * | `GET /api/app` | `{ console, source, reloads, problem?, entrances: ServedEntrance[], origins: PlayedOrigin[], unsupported, failures: string[], failing }` |
 * | `GET /api/origin?origin=https://any.example` | `{ origin, url }`: where a page of any origin is played, also of one that the app doesn't know |
 * | `GET /api/report` | `{ rows, findings }`: what `verify` says of the app, without its exchanges |
 * | `GET /api/log` | `LogEntry[]`: the last 500 requests, oldest first |
 * | `GET /api/events` | server-sent events: `hello`, `request` (a `LogEntry`), `function` (`{ logicalId, level, text }`), `reload`, `reload-failed`, `mistake` |
 * | `POST /api/ask` | the `AskVerdict` of a `Question` (of `cdk-cors/verify`), with bodies as text; with `?run` functions run and back ends are called |
 * | `POST /api/failure` | of `{ failure: 'UNAUTHORIZED' \| null, page?: 'https://app.example.com' }`: `{ failing }`, what fails from now on |
 *
 * ## The page of an origin
 *
 * Any path of a played origin, and `/.cdk-cors/` of every entrance, is a page that the console may embed or open: it posts `{ ready: true, origin }` to its
 * opener or parent, then answers each message `{ id, url, init }` by `{ id, result }`, the result of `fetch(url, init)`: `{ allowed: true, type, status,
 * redirected, headers, body }` or `{ allowed: false, message }`. It obeys the console's origin only.
 *
 * @packageDocumentation
 */
export type { AppOptions } from './app';
export type { FailureSwitch } from './failures';
export type { Tls } from './http-door';
export type { ServeEvent, ServeListener } from './hub';
export { lineOf, type LogEntry } from './log';
export { RunningServer, type ServeOptions, startServer } from './server';
export type { PlayedOrigin, Reachable, ServedEntrance } from './state';
export { UserError, type UserErrorKind } from '../errors';
