const step = 15
const leastPixels = 5

/** Moves an event with the pointer: down the day in quarter hours, over to other days. A click stays a click. */
export function letDrag(button: HTMLElement, hourHeight: number, onDrop: (minutes: number) => void): void {
  button.addEventListener('pointerdown', (down) => {
    if (down.button !== 0) return
    const width = button.parentElement?.getBoundingClientRect().width ?? 1
    let minutes = 0
    let isMoving = false
    const onMove = (event: PointerEvent) => {
      const right = event.clientX - down.clientX
      const below = event.clientY - down.clientY
      if (!isMoving && Math.hypot(right, below) < leastPixels) return
      if (!isMoving) button.setPointerCapture(down.pointerId)
      isMoving = true
      const days = Math.round(right / width)
      const quarter = Math.round(((below / hourHeight) * 60) / step) * step
      minutes = days * 1440 + quarter
      button.classList.add('moving')
      button.style.transform = `translate(${days * width}px, ${(quarter / 60) * hourHeight}px)`
    }
    const onEnd = (event: PointerEvent) => {
      button.removeEventListener('pointermove', onMove)
      button.removeEventListener('pointerup', onEnd)
      button.removeEventListener('pointercancel', onEnd)
      if (!isMoving) return
      button.classList.remove('moving')
      button.style.transform = ''
      button.addEventListener('click', (click) => click.stopImmediatePropagation(), { once: true, capture: true })
      if (event.type === 'pointerup' && minutes !== 0) onDrop(minutes)
    }
    button.addEventListener('pointermove', onMove)
    button.addEventListener('pointerup', onEnd)
    button.addEventListener('pointercancel', onEnd)
  })
}
