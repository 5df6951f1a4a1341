// Streams the chosen file to the server. The browser reads it as it goes; nothing of it stays in the page.
const drop = document.getElementById('drop');
const [file, send, stop, see, said, chosen, progress] = ['file', 'send', 'stop', 'see', 'said', 'chosen', 'progress'].map((id) => document.getElementById(id));
const words = drop.dataset;
let picked = null, request = null;

const size = (n) => (n < 1048576 ? `${Math.ceil(n / 1024)} KB` : `${(n / 1048576).toFixed(1)} MB`);
function pick(next) {
  picked = next ?? null;
  chosen.textContent = picked ? `${picked.name} · ${size(picked.size)}` : '';
  const fault = !picked ? '' : picked.size === 0 ? words.empty : picked.size > Number(words.most) ? words.large : '';
  said.textContent = fault;
  said.className = fault ? 'fault' : '';
  send.disabled = !picked || Boolean(fault);
  send.hidden = false;
  see.hidden = true;
}
function busy(on) {
  progress.hidden = !on;
  stop.hidden = !on;
  send.hidden = on;
  file.disabled = on;
}
function end(text, good) {
  busy(false);
  request = null;
  said.textContent = text;
  said.className = good ? '' : 'fault';
}

file.addEventListener('change', () => pick(file.files[0]));
for (const kind of ['dragover', 'dragleave', 'drop']) {
  drop.addEventListener(kind, (event) => {
    event.preventDefault();
    drop.classList.toggle('over', kind === 'dragover');
    if (kind === 'drop' && !request && event.dataTransfer.files.length) pick(event.dataTransfer.files[0]);
  });
}
stop.addEventListener('click', () => request?.abort());
send.addEventListener('click', () => {
  if (!picked || request) return;
  request = new XMLHttpRequest();
  request.open('POST', '/upload');
  request.responseType = 'json';
  request.setRequestHeader('content-type', 'application/x-ndjson');
  request.setRequestHeader('accept', 'application/json');
  request.setRequestHeader('x-csrf-token', words.csrf);
  request.setRequestHeader('x-file-name', encodeURIComponent(picked.name));
  request.upload.addEventListener('progress', (event) => {
    if (!event.lengthComputable) return;
    progress.value = event.loaded / event.total;
    said.textContent = event.loaded < event.total ? `${words.sending} ${Math.floor((100 * event.loaded) / event.total)} %` : `${words.judging} …`;
  });
  request.addEventListener('load', () => {
    const answer = request.response;
    if (request.status === 200 && answer?.to) {
      end(answer.said, true);
      see.href = answer.to;
      see.hidden = false;
      send.hidden = true;
      see.focus();
    } else end([answer?.fault ?? words.failed, answer?.more].filter(Boolean).join(' '), false);
  });
  request.addEventListener('error', () => end(words.failed, false));
  request.addEventListener('abort', () => end(words.stopped, false));
  busy(true);
  said.className = '';
  said.textContent = words.sending;
  stop.focus();
  request.send(picked);
});
