// What a function looks like whose code was changed to use @middy/http-cors.
import middy from '@middy/core';
import httpCors from '@middy/http-cors';
import { handler as own } from './own.mjs';

export const handler = middy(own).use(httpCors({
  origins: ['https://app.example.com', 'https://*.preview.example.com'], credentials: true, exposeHeaders: 'ETag', headers: 'Content-Type,Authorization',
  methods: 'GET,POST', maxAge: '600',
}));
