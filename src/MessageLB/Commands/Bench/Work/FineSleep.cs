using System.Runtime.InteropServices;

namespace MessageLB.CommandLine.Commands.Bench;

/// <summary>
/// Sleeps shorter than a millisecond. What the runtime offers rounds up to whole milliseconds, a fifth of a message of 5 ms.
/// </summary>
internal static class FineSleep
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Whether the system has such a sleep; without it <see cref="Sleep"/> takes a millisecond or more.</summary>
    public static bool IsFine { get; } = !OperatingSystem.IsWindows() && IntPtr.Size == 8;

    /// <summary>Blocks the calling thread; the system adds some ten microseconds.</summary>
    public static void Sleep(TimeSpan duration)
    {
        if (!IsFine)
        {
            var nobody = new object();
            lock (nobody) Monitor.Wait(nobody, Math.Max(1, (int)duration.TotalMilliseconds));
            return;
        }

        var nanoseconds = duration.Ticks * TimeSpan.NanosecondsPerTick;
        var request = new TimeSpecification { Seconds = nanoseconds / NanosecondsPerSecond, Nanoseconds = nanoseconds % NanosecondsPerSecond };
        // A signal cuts the sleep short; callers look at the clock anyway.
        _ = NanoSleep(in request, IntPtr.Zero);
    }

    [DllImport("libc", EntryPoint = "nanosleep")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NanoSleep(in TimeSpecification request, IntPtr remaining);

    /// <summary>The system's <c>timespec</c> where words have 64 bits.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpecification
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
