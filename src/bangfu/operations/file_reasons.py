"""Why the operating system refused a file, in words."""

from __future__ import annotations

import errno

from bangfu.kernel.phrases import mark, phrase

OF_FILES = {
    errno.ENOSPC: mark("磁盘满了，请腾出空间后重试"),
    errno.EDQUOT: mark("磁盘配额用完了，请腾出空间后重试"),
    errno.EACCES: mark("没有权限。请检查它属于谁，或换一个位置"),
    errno.EPERM: mark("没有权限。请检查它属于谁，或换一个位置"),
    errno.EROFS: mark("所在的磁盘是只读的。请换一个位置"),
    errno.ENOENT: mark("没有这个文件或文件夹"),
    errno.ENOTDIR: mark("路径中间有一段不是文件夹"),
    errno.EISDIR: mark("它是文件夹，请写文件名"),
    errno.ENAMETOOLONG: mark("名字太长"),
    errno.EIO: mark("磁盘读写出错，请让维护人员检查磁盘"),
    errno.ENOMEM: mark("内存不够。请关掉别的程序后重试"),
    errno.EMFILE: mark("打开的文件太多。请关掉别的程序后重试"),
}


def file_reason(error: OSError) -> str:
    """Without a full stop; the system's own words for what is rare."""
    words = OF_FILES.get(error.errno or 0)
    return phrase(words) if words else error.strerror or type(error).__name__
