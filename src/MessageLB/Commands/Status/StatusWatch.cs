using MessageLB.CommandLine.Terminals;
using MessageLB.Web.Api;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MessageLB.CommandLine.Commands.Status;

/// <summary>Looks again and again. A dispatcher that does not answer is told as such; old figures are never shown as new ones.</summary>
internal sealed class StatusWatch(StatusClient client, Terminal terminal, TimeSpan interval)
{
    public async Task RunAsync(bool json, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(interval, terminal.Time);
        try
        {
            if (json) await WriteLinesAsync(timer, stop);
            else if (terminal.OutIsInteractive) await DrawLiveAsync(timer, stop);
            else await DrawInTurnAsync(timer, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The ordinary end.
        }
    }

    private async Task WriteLinesAsync(PeriodicTimer timer, CancellationToken stop)
    {
        do await terminal.Out.WriteLineAsync(await client.ReadTextAsync(stop));
        while (await timer.WaitForNextTickAsync(stop));
    }

    private async Task DrawInTurnAsync(PeriodicTimer timer, CancellationToken stop)
    {
        var console = terminal.CreateConsole();
        var view = new StatusView(console.Profile.Capabilities.Unicode);
        StatusResponse? before = null;
        do
        {
            var status = await client.ReadAsync(stop);
            console.Write(view.Draw(status, before));
            before = status;
        }
        while (await timer.WaitForNextTickAsync(stop));
    }

    private async Task DrawLiveAsync(PeriodicTimer timer, CancellationToken stop)
    {
        var console = terminal.CreateConsole();
        var view = new StatusView(console.Profile.Capabilities.Unicode);
        StatusResponse? before = null;
        await console.Live(new Text("…")).AutoClear(false).StartAsync(async live =>
        {
            do
            {
                IRenderable picture;
                try
                {
                    var status = await client.ReadAsync(stop);
                    picture = view.Draw(status, before);
                    before = status;
                }
                catch (CommandFailedException e)
                {
                    picture = new Markup($"[red]■ {Markup.Escape(e.Message)}[/]");
                    before = null;
                }

                live.UpdateTarget(picture);
            }
            while (await timer.WaitForNextTickAsync(stop));
        });
    }
}
