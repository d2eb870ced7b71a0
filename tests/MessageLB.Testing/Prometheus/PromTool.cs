using System.Diagnostics;

namespace MessageLB.Testing;

/// <summary>The tool that comes with Prometheus (Debian package <c>prometheus</c>).</summary>
public static class PromTool
{
    /// <summary>Runs it, and returns its exit code and all that it says.</summary>
    /// <param name="folder">Where it runs.</param>
    /// <param name="input">What it reads; null for nothing.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="arguments">Its command.</param>
    public static async Task<(int ExitCode, string Output)> RunAsync(string folder, string? input, CancellationToken cancellationToken, params string[] arguments)
    {
        var start = new ProcessStartInfo("promtool", arguments) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
        process.StandardInput.Close();
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, await output + await errors);
    }
}
