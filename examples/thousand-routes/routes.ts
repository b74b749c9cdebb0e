/** The parts of a shop's back office. Each has a list of things, single things, and what can be done with them. */
const PARTS = [
  'accounts', 'addresses', 'baskets', 'brands', 'campaigns', 'categories', 'contracts', 'coupons', 'currencies', 'customers', 'deliveries', 'discounts', 'employees',
  'exports', 'imports', 'invoices', 'languages', 'locations', 'messages', 'orders', 'packages', 'payments', 'prices', 'products', 'promotions', 'refunds', 'reports',
  'returns', 'reviews', 'roles', 'shelves', 'shifts', 'stocks', 'stores', 'subscriptions', 'suppliers', 'taxes', 'tickets', 'warehouses', 'wishlists',
];
const THINGS = ['items', 'notes', 'files', 'events', 'tags', 'links', 'jobs', 'drafts', 'labels', 'rules', 'views', 'members'];

/** A thousand paths: 40 parts with 25 each. */
export function thousandPaths(): string[] {
  return PARTS.flatMap((part) => [`/${part}`, ...THINGS.flatMap((thing) => [`/${part}/${thing}`, `/${part}/${thing}/{id}`])]);
}
