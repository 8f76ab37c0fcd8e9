"""What is done about what is past its time once a day, by itself: it is listed, and nothing more.

What two people have approved before, and what did not come to its end, is finished.
"""

from __future__ import annotations

from dutystation.web.audit.act import Act
from dutystation.web.retention.disposing import carry_out_what_is_left, propose


def work_of_the_day(act: Act) -> None:
    carry_out_what_is_left(act)
    propose(act)
