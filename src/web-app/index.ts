export * from './api-behavior';
export * from './api-behavior-options';
