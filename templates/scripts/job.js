const pause = 1000;
const longest = 15000;

// followJobs fills progress bars from the server until the job is over. It rests while nobody looks.
export function followJobs(root) {
  for (const box of root.querySelectorAll("[data-job]")) follow(box);
}

async function follow(box) {
  let wait = pause;
  while (box.isConnected) {
    await seen();
    const job = await ask(box.dataset.job);
    if (job && show(box, job)) return go(box.dataset.jobNext);
    wait = job ? pause : Math.min(wait * 2, longest);
    await new Promise((done) => setTimeout(done, wait));
  }
}

// ask is the job's state, or null while the server or the network does not answer.
async function ask(address) {
  try {
    const answer = await fetch(address, { headers: { accept: "application/json" }, cache: "no-store" });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

// show reports whether the job is over, paused or resumed, so that the page is to be loaded again.
export function show(box, job) {
  const bar = box.querySelector("progress");
  if (bar && job.total > 0) {
    bar.max = job.total;
    bar.value = job.done;
  }
  const pace = box.querySelector("[data-job-pace]");
  if (pace) pace.hidden = !job.per_minute;
  for (const part of ["done", "total", "per_minute", "minutes_left"]) {
    const place = box.querySelector(`[data-job-${part}]`);
    if (place && part in job) place.textContent = job[part];
  }
  return job.state === "done" || job.state === "failed" || Boolean(job.paused) !== "jobPaused" in box.dataset;
}

const seen = () =>
  document.visibilityState === "visible"
    ? Promise.resolve()
    : new Promise((look) => document.addEventListener("visibilitychange", look, { once: true }));

const go = (address) => (address ? location.replace(address) : location.reload());
