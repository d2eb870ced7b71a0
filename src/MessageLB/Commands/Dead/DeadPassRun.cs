using System.Text.Json;
using MessageLB.CommandLine.Rendering;
using MessageLB.CommandLine.Terminals;
using MessageLB.Core.DeadLetters;
using MessageLB.Dispatcher.DeadLetters;
using MessageLB.Transport;
using MessageLB.Web.Api;
using MessageLB.Web.DeadLetters;

namespace MessageLB.CommandLine.Commands.Dead;

/// <summary>Runs a replay or a purge: tells beforehand what is meant, asks, shows how far it is, and says what came of it.</summary>
/// <param name="terminal">Where it talks.</param>
/// <param name="session">Session at the broker.</param>
/// <param name="group">Name of the group.</param>
/// <param name="verb">What is done, such as <c>replay</c>.</param>
/// <param name="done">What has been done, such as <c>replayed</c>.</param>
internal sealed class DeadPassRun(Terminal terminal, ITransportSession session, string group, string verb, string done)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly DeadLetterOffice _office = new(session, group, terminal.Time);

    /// <summary>Looks only; says what would be done.</summary>
    public async Task<int> TryAsync(DeadLetterFilter filter, long most, bool json, CancellationToken stop)
    {
        var (groups, meant) = (new DeadLetterGroups(), 0L);
        var count = await _office.BrowseAsync(DeadLetterOffice.MostBrowsed, 0, Look, stop);
        if (json)
        {
            await WriteAsync(new DeadPassResponse(group, "dry_run", count.Total, count.Looked, Math.Min(meant, most), count.Looked - Math.Min(meant, most), 0));
            return ExitCodes.Ok;
        }

        var console = terminal.CreateConsole();
        if (meant > 0) console.Write(new DeadView(console.Profile.Capabilities.Unicode).Draw(groups.Read()));
        await terminal.Out.WriteLineAsync($"{group}: would {verb} {Figures.Count(Math.Min(meant, most))} of {Figures.Count(count.Looked)} dead letters{(count.Looked < count.Total ? $", and has not looked at {Figures.Count(count.Total - count.Looked)}" : string.Empty)}");
        return ExitCodes.Ok;

        void Look(DeadLetter letter)
        {
            if (!filter.Matches(letter)) return;
            meant++;
            groups.Add(letter);
        }
    }

    /// <summary>Whether the person at the terminal agrees.</summary>
    /// <exception cref="CommandFailedException">There is nobody to ask.</exception>
    public async Task<bool> AskAsync(string what, DeadLetterFilter filter, CancellationToken stop) =>
        await DeadConsent.AskAsync(terminal, $"{what} {DeadConsent.Subject(group, await _office.CountAsync(stop), filter.IsAll)}", stop);

    /// <summary>Runs it and says what came of it.</summary>
    public async Task<int> RunAsync(Func<DeadLetterOffice, PassTally, Task<PassEnd>> pass, bool json)
    {
        var tally = new PassTally();
        PassEnd end;
        try
        {
            using var progress = terminal.Time.CreateTimer(_ => terminal.Error.WriteLine(Describe(tally)), null, Interval, Interval);
            end = await pass(_office, tally);
        }
        catch (MessageLBException) when (tally.Looked > 0)
        {
            await terminal.Error.WriteLineAsync($"{Describe(tally)}; run it again to go on");
            throw;
        }

        if (json) await WriteAsync(DeadPassResponse.From(group, end, tally));
        else await terminal.Out.WriteLineAsync($"{group}: {Describe(tally)}");
        if (Complaint(end) is not { } complaint) return ExitCodes.Ok;
        await terminal.Error.WriteLineAsync($"messagelb: {complaint}");
        return end == PassEnd.Interrupted ? ExitCodes.Interrupted : ExitCodes.Data;
    }

    private string Describe(PassTally tally)
    {
        var kept = tally.Kept > 0 ? $", {Figures.Count(tally.Kept)} not meant and put at the end" : string.Empty;
        var again = tally.CameBack > 0 ? $", {Figures.Count(tally.CameBack)} dead again" : string.Empty;
        return $"{Figures.Count(tally.Taken)} {done}, looked at {Figures.Count(tally.Looked)} of {Figures.Count(tally.Total)}{kept}{again}";
    }

    private string? Complaint(PassEnd end) => end switch
    {
        PassEnd.Interrupted => $"interrupted; what was {done} stays so, and running it again goes on",
        PassEnd.CanaryFailed => "stopped: a message that went ahead is a dead letter again; the others stay where they are",
        PassEnd.FailingAgain => "stopped: too many are dead letters again; the others stay where they are",
        _ => null,
    };

    private Task WriteAsync(DeadPassResponse response) => terminal.Out.WriteLineAsync(JsonSerializer.Serialize(response, ApiJsonContext.Readable.DeadPassResponse));
}
