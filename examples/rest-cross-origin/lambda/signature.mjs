import { createHmac, timingSafeEqual } from 'node:crypto';

const COOKIE = '__Host-session';
const LIFETIME_SECONDS = 3600;

const signatureOf = (text) => createHmac('sha256', process.env.SIGNING_KEY).update(text).digest('base64url');

/** A cookie that says who signed in and until when. SameSite=None lets pages of other origins send it. */
export function sessionCookie(user, now = Date.now()) {
  const content = `${Buffer.from(user).toString('base64url')}.${Math.floor(now / 1000) + LIFETIME_SECONDS}`;
  return `${COOKIE}=${content}.${signatureOf(content)}; Max-Age=${LIFETIME_SECONDS}; Path=/; Secure; HttpOnly; SameSite=None`;
}

export const noSessionCookie = `${COOKIE}=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=None`;

/** Who a Cookie header says signed in; undefined where it is missing, forged or too old. */
export function userOf(cookieHeader = '', now = Date.now()) {
  const cookie = cookieHeader.split(/;\s*/).find((each) => each.startsWith(`${COOKIE}=`));
  const [user, expires, signature] = cookie?.slice(COOKIE.length + 1).split('.') ?? [];
  const expected = Buffer.from(signatureOf(`${user}.${expires}`));
  const given = Buffer.from(signature ?? '');
  const genuine = given.length === expected.length && timingSafeEqual(given, expected);
  return genuine && Number(expires) * 1000 > now ? Buffer.from(user, 'base64url').toString() : undefined;
}
