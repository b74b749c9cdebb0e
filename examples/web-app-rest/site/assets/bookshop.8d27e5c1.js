const list = document.querySelector('#books');
const message = document.querySelector('#message');
const money = new Intl.NumberFormat('en', { style: 'currency', currency: 'EUR' });

// Same origin: the distribution that served this page sends /api to the API. No CORS is involved.
async function call(method, path, body) {
  const response = await fetch(`/api${path}`, {
    method,
    headers: body ? { 'Content-Type': 'application/json' } : {},
    body: body && JSON.stringify(body),
  });
  const result = await response.json();
  if (!response.ok) {
    throw new Error(result.message ?? `The shop answered ${response.status}`);
  }
  return result;
}

function show({ id, title, author, price }) {
  const item = document.createElement('li');
  const text = document.createElement('span');
  text.className = 'title';
  text.textContent = `${title} by ${author}, ${money.format(price / 100)}`;
  const button = document.createElement('button');
  button.textContent = 'Order';
  button.addEventListener('click', () => order(id));
  item.append(text, button);
  list.append(item);
}

async function order(id) {
  try {
    const { total } = await call('POST', '/orders', { items: [{ id, quantity: 1 }] });
    message.textContent = `Ordered for ${money.format(total / 100)}`;
  } catch (error) {
    message.textContent = error.message;
  }
}

call('GET', '/books').then((books) => books.forEach(show), (error) => { message.textContent = error.message; });
