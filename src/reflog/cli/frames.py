"""Where a defect happened, without a word of what was in the ledger."""

import traceback


def frames_of(error: BaseException) -> list[str]:
    """Return the frames of an error and of those that led to it, the first cause first.

    File, line and function only: the messages of errors hold values.
    """
    chain: list[BaseException] = []
    following: BaseException | None = error
    while following is not None and following not in chain:
        chain.append(following)
        following = following.__cause__ or following.__context__
    frames = []
    for one in reversed(chain):
        frames += [
            f"{frame.filename}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(one.__traceback__)
        ]
        frames.append(type(one).__name__)
    return frames
