const form = document.querySelector('#form');
const greeting = document.querySelector('#greeting');

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const response = await fetch('/api/greetings', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ name: new FormData(form).get('name') }),
  });
  greeting.textContent = response.ok ? (await response.json()).text : `The server answered ${response.status}`;
});
